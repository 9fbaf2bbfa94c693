import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useState } from 'react';
import type { HealthAction, HealthRow } from '#contract/model/health.ts';
import { t } from '../../locales/translate.ts';
import { reasonParts } from '../../ui/reason-text.ts';
import { countdown, duration, sameDay, shortWhen, timeOfDay } from '../../ui/time.ts';
import { RowAction } from './row-action.tsx';

const icons = { ok: IconCircleCheck, attention: IconAlertTriangle, failing: IconCircleX } as const;

const whenText = (at: number, now: number): string => (sameDay(at, now) ? timeOfDay(at) : `${shortWhen(at, now)} ${timeOfDay(at)}`);

const sinceText = (row: HealthRow, now: number): string | null => {
  if (row.since === null) return null;
  if (row.subject === 'host') return t('health.running', { time: duration(now - row.since) });
  return row.state === 'ok' ? t('health.when', { time: whenText(row.since, now) }) : t('health.since', { time: whenText(row.since, now) });
};

/** One thing: how it stands, why, and its button. */
export const HealthLine = ({ row, now, onOpen }: { row: HealthRow; now: number; onOpen: (action: HealthAction) => void }) => {
  const [failed, setFailed] = useState<string | null>(null);
  const Icon = icons[row.state];
  const { what, why, next } = reasonParts(row.reason);
  const title = row.name === '' ? t(`health.subject.${row.subject}`) : row.name;
  const since = sinceText(row, now);
  return (
    <li className={`py-health__row py-health__row--${row.state}`} data-health={row.id}>
      <Icon size={18} className="py-health__icon" role="img" aria-label={t(`health.state.${row.state}`)} />
      <div className="py-health__name">
        <strong translate={row.name === '' ? undefined : 'no'}>{title}</strong>
        {row.name !== '' && <span className="py-dim">{t(`health.subject.${row.subject}`)}</span>}
      </div>
      <div className="py-health__text">
        <p>
          <span translate="no">{what}</span> {row.state === 'ok' && since && <span className="py-dim">{since}</span>}
        </p>
        {row.state !== 'ok' && why && (
          <p className="py-dim" translate="no">
            {why}
          </p>
        )}
        {row.state !== 'ok' && next && <p translate="no">{next}</p>}
        {row.state !== 'ok' && (since || row.nextAt !== null) && (
          <p className="py-dim">
            {[since, row.nextAt === null ? null : t('health.nextTry', { time: countdown(row.nextAt - now) })].filter(Boolean).join(' ')}
          </p>
        )}
        {failed && (
          <p className="py-health__failed" role="alert">
            {failed}
          </p>
        )}
      </div>
      {row.action && <RowAction row={row} action={row.action} what={title} onOpen={onOpen} onFailed={setFailed} />}
    </li>
  );
};
