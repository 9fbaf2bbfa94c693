import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { t } from '../locales/translate.ts';
import { CopyAction } from './copy-action.tsx';
import './notice.css';

export interface ProblemProps {
  readonly what: string;
  readonly why?: string | null;
  readonly next?: string | null;
  readonly tone?: 'bad' | 'warn';
  /** How often it happened: one notice counts up instead of standing there several times. */
  readonly times?: number;
  /** Codes and ids for whoever helps, folded; they hold no secret and no text of a message. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  /** Buttons. */
  readonly children?: ReactNode;
}

const Details = ({ values }: { values: NonNullable<ProblemProps['details']> }) => {
  const text = Object.entries(values)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('\n');
  return (
    <details className="py-problem__details">
      <summary>{t('problem.details')}</summary>
      <pre dir="ltr" translate="no">
        {text}
      </pre>
      <CopyAction text={text} label={t('problem.copy')} />
    </details>
  );
};

/** What happened, why, and what to do next. */
export const Problem = ({ what, why, next, tone = 'bad', times = 1, details, children }: ProblemProps) => (
  <section className={`py-problem py-problem--${tone}`} role="alert">
    <IconAlertTriangle size={18} className="py-problem__icon" aria-hidden />
    <div className="py-problem__text">
      <strong>{what}</strong>
      {times > 1 && <span className="py-problem__times">{t('problem.times', { n: times })}</span>}
      {why && <p>{why}</p>}
      {next && <p className="py-dim">{next}</p>}
      {details && Object.keys(details).length > 0 && <Details values={details} />}
    </div>
    {children && <div className="py-problem__actions">{children}</div>}
  </section>
);
