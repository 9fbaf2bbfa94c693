import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';

export interface TestResult {
  readonly ok: boolean;
  /** The host's sentence. */
  readonly text: string;
}

/** What a try said, in the host's words. */
export const TestOutcome = ({ result }: { result: TestResult }) => (
  <p className={`py-outcome py-outcome--${result.ok ? 'ok' : 'bad'}`} role="status">
    {result.ok ? <IconCircleCheck size={17} aria-hidden /> : <IconCircleX size={17} aria-hidden />}
    <span className="py-break" translate="no">
      {result.text}
    </span>
  </p>
);
