import { useEffect, useRef, useState } from 'react';
import { t } from '../../locales/translate.ts';
import type { ThreadSnapshot } from './thread-store.ts';

/** The end of the last finished sentence in `text`. */
const sentenceEnd = (text: string): number =>
  Math.max(text.lastIndexOf('. '), text.lastIndexOf('! '), text.lastIndexOf('? '), text.lastIndexOf('\n')) + 1;

/** Reads the answer to a screen reader by whole sentences while it is written, and says when a turn failed or waits. */
export const Announcer = ({ thread }: { thread: ThreadSnapshot }) => {
  const told = useRef<{ turnId: string | null; length: number; state: string | null }>({ turnId: null, length: 0, state: null });
  const [text, setText] = useState('');
  const turn = thread.turns.at(-1);
  useEffect(() => {
    if (!turn) return;
    const all = turn.steps
      .filter(({ kind }) => kind === 'text')
      .map((step) => step.text)
      .join('\n');
    const isOver = turn.endedAt !== null;
    const isFirstSight = told.current.turnId !== turn.id;
    // What was there when the page opened is read by moving through it, not announced.
    if (isFirstSight) told.current = { turnId: turn.id, length: isOver ? all.length : 0, state: isOver ? turn.state : null };
    const end = isOver ? all.length : sentenceEnd(all);
    const fresh = all.slice(told.current.length, end).trim();
    const isNewState = told.current.state !== turn.state;
    told.current = { turnId: turn.id, length: Math.max(end, told.current.length), state: turn.state };
    const stateText =
      isNewState && turn.state === 'failed' ? t('turn.failed') : isNewState && turn.state === 'waiting' ? t('turn.waiting') : '';
    const next = [fresh, stateText].filter(Boolean).join(' ');
    if (next) setText(next);
  }, [turn]);
  return (
    <div className="py-hidden" aria-live="polite" data-testid="announcer" translate="no">
      {text}
    </div>
  );
};
