import { t } from '../../locales/translate.ts';
import { countdown } from '../../ui/time.ts';

const radius = 7;
const round = 2 * Math.PI * radius;

/** A ring and the minutes until an ask is denied by itself. */
export const TimeLeft = ({ from, until, now }: { from: number; until: number; now: number }) => {
  const left = Math.max(0, Math.min(1, (until - now) / Math.max(1, until - from)));
  return (
    <span
      className="py-ask__time"
      role="timer"
      aria-label={t('ask.timeLeft', { time: countdown(until - now) })}
      title={t('ask.deniedThen')}
    >
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        <circle cx="9" cy="9" r={radius} className="py-ask__ring" />
        <circle cx="9" cy="9" r={radius} className="py-ask__ring py-ask__ring--left" strokeDasharray={`${round * left} ${round}`} />
      </svg>
      <span aria-hidden>{countdown(until - now)}</span>
    </span>
  );
};
