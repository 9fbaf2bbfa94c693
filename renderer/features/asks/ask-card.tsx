import { useEffect, useState } from 'react';
import type { AskView } from '#contract/ui/views.ts';
import { useNow } from '../../ui/use-now.ts';
import { AnsweredLine } from './answered-line.tsx';
import { Approval } from './approval.tsx';
import type { AskKeys } from './focus.ts';
import { Question } from './question.tsx';
import { Secret } from './secret.tsx';
import './asks.css';

/** An ask of the agent: a card while somebody can answer it, one line afterwards. */
export const AskCard = ({ ask: shown, keys }: { ask: AskView; keys: AskKeys }) => {
  const [answered, setAnswered] = useState<AskView | null>(null);
  const ask = answered ?? shown;
  const isPending = ask.state === 'pending';
  const now = useNow(1_000, isPending);
  useEffect(() => {
    if (shown.state !== 'pending') setAnswered(null);
  }, [shown.state]);
  if (!isPending || now >= ask.expiresAt) return <AnsweredLine ask={isPending ? { ...ask, state: 'expired' } : ask} />;
  const common = { ask, now, onAnswered: setAnswered };
  switch (ask.kind) {
    case 'approval':
      return <Approval {...common} keys={keys} />;
    case 'question':
      return <Question {...common} />;
    case 'secret':
      return <Secret {...common} />;
    default:
      return ask.kind satisfies never;
  }
};
