import { Button, Loader } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { AskView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { Problem } from '../../ui/problem.tsx';
import { dayName } from '../../ui/time.ts';
import { Announcer } from './announcer.tsx';
import { Message } from './message.tsx';
import type { ThreadSnapshot, ThreadStore } from './thread-store.ts';
import { toTimeline } from './timeline.ts';
import { Turn } from './turn.tsx';
import { usePinnedScroll } from './use-pinned-scroll.ts';
import './thread.css';

export interface ThreadProps {
  readonly store: ThreadStore;
  readonly thread: ThreadSnapshot;
  readonly renderAsk: (ask: AskView) => ReactNode;
  /** Shown while the chat has no messages. */
  readonly empty: ReactNode;
  /** See TurnProps. */
  readonly askAgainWith: string | null;
  /** Counts what the reader sent: each one leads to the end. */
  readonly sent: number;
}

/** Changes with everything that is added at the end. */
const newestOf = ({ messages, turns, asks, live }: ThreadSnapshot): string => {
  const last = messages.slice(-2).map(({ id, state }) => `${id} ${state}`);
  const turn = turns.at(-1);
  const lengths = turn?.steps.map(({ text, tool }) => text.length + (tool?.output.length ?? 0)).join();
  const printed = Object.values(live).map(({ from, text }) => from + text.length);
  return [...last, turn?.id, turn?.state, lengths, asks.length, ...printed].join('|');
};

/** The messages and turns of one chat. */
export const Thread = ({ store, thread, renderAsk, empty, askAgainWith, sent }: ThreadProps) => {
  const entries = useMemo(() => toTimeline(thread), [thread]);
  const { viewport, content, hasNewText, toEnd } = usePinnedScroll({
    firstKey: entries[0]?.key,
    newest: newestOf(thread),
    onEnd: store.atEnd,
    sent,
  });
  const top = useRef<HTMLDivElement>(null);
  const hasOlder = thread.olderBefore !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each page the line above is looked at afresh
  useEffect(() => {
    if (!top.current || !hasOlder) return;
    const observer = new IntersectionObserver(([seen]) => seen?.isIntersecting && void store.loadOlder(), {
      root: viewport.current,
      rootMargin: '600px 0px 0px 0px',
    });
    observer.observe(top.current);
    return () => observer.disconnect();
  }, [store, hasOlder, thread.olderBefore, viewport]);

  const now = Date.now();
  const isLoaded = thread.chat !== null;
  return (
    <div className="py-thread">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="py-thread__viewport" ref={viewport} tabIndex={0} aria-label={t('thread.label')}>
        <div className="py-thread__content" ref={content}>
          {hasOlder && (
            <div className="py-thread__older" ref={top}>
              <Loader size="xs" color="gray" aria-hidden />
              <span>{t('thread.older')}</span>
            </div>
          )}
          {isLoaded && entries.length === 0 && empty}
          {entries.map((entry) => {
            if (entry.type === 'day')
              return (
                <div key={entry.key} className="py-thread__day">
                  {dayName(entry.at, now)}
                </div>
              );
            if (entry.type === 'message')
              return <Message key={entry.key} message={entry.message} live={entry.live} isToldByTurn={entry.isToldByTurn} />;
            return <Turn key={entry.key} turn={entry.turn} asks={entry.asks} renderAsk={renderAsk} askAgainWith={askAgainWith} />;
          })}
          {thread.error && (
            <Problem what={t('thread.loadFailed')} why={thread.error}>
              <Button size="xs" variant="default" onClick={store.refresh}>
                {t('action.tryAgain')}
              </Button>
            </Problem>
          )}
        </div>
      </section>
      {hasNewText && (
        <Button className="py-thread__pill" size="xs" radius="xl" rightSection={<IconArrowDown size={14} />} onClick={toEnd}>
          {t('thread.newText')}
        </Button>
      )}
      <Announcer thread={thread} />
    </div>
  );
};
