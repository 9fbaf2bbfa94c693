import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { t } from '../locales/translate.ts';
import { moneyText } from './money.ts';
import './outcome.css';

export interface Result {
  readonly ok: boolean;
  /** The host's sentence. */
  readonly text: string;
  /** Of a try that cost something, in millionths of a dollar; null when no price is known. */
  readonly costMicros?: number | null;
}

export const costOfTry = (micros: number | null): string =>
  micros === null ? t('outcome.noPrice') : t('outcome.cost', { money: moneyText(micros) });

/** What a try or a save said, where it was asked for. */
export const Outcome = ({ result }: { result: Result }) => (
  <p className={`py-outcome py-outcome--${result.ok ? 'ok' : 'bad'}`} role="status">
    {result.ok ? <IconCircleCheck size={17} aria-hidden /> : <IconCircleX size={17} aria-hidden />}
    <span className="py-break" translate="no">
      {result.text}
      {result.ok && result.costMicros !== undefined && ` ${costOfTry(result.costMicros)}`}
    </span>
  </p>
);
