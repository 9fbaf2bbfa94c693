import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './notice.css';

export interface ProblemProps {
  readonly what: string;
  readonly why?: string | null;
  readonly next?: string | null;
  readonly tone?: 'bad' | 'warn';
  /** Buttons. */
  readonly children?: ReactNode;
}

/** What happened, why, and what to do next. */
export const Problem = ({ what, why, next, tone = 'bad', children }: ProblemProps) => (
  <section className={`py-problem py-problem--${tone}`} role="alert">
    <IconAlertTriangle size={18} className="py-problem__icon" aria-hidden />
    <div className="py-problem__text">
      <strong>{what}</strong>
      {why && <p>{why}</p>}
      {next && <p className="py-dim">{next}</p>}
    </div>
    {children && <div className="py-problem__actions">{children}</div>}
  </section>
);
