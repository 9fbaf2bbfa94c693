import { useMemo } from 'react';
import type { TurnView } from '#contract/ui/views.ts';

/** The text of the last turn when Practice gave it and it is the last word; null otherwise. */
export const useLastAnswer = (thread: { readonly turns: readonly TurnView[] }): string | null =>
  useMemo(() => {
    const last = thread.turns.reduce<TurnView | null>((late, turn) => (late && late.afterSeq > turn.afterSeq ? late : turn), null);
    if (!last?.noAi || last.state !== 'done') return null;
    return last.steps.findLast(({ kind, text }) => kind === 'text' && text !== '')?.text ?? null;
  }, [thread.turns]);
