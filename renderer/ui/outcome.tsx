import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import './outcome.css';

export interface Result {
  readonly ok: boolean;
  /** The host's sentence. */
  readonly text: string;
}

/** What a try or a save said, where it was asked for. */
export const Outcome = ({ result }: { result: Result }) => (
  <p className={`py-outcome py-outcome--${result.ok ? 'ok' : 'bad'}`} role="status">
    {result.ok ? <IconCircleCheck size={17} aria-hidden /> : <IconCircleX size={17} aria-hidden />}
    <span className="py-break" translate="no">
      {result.text}
    </span>
  </p>
);
