import { Button, Loader } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { AskView } from '#contract/ui/views.ts';
import { t } from '../../locales/translate.ts';
import { Problem } from '../../ui/problem.tsx';
import { Announcer } from './announcer.tsx';
import { EntryView } from './entry-view.tsx';
import { neighbourOf } from './scrolling/move-focus.ts';
import { StickyDay } from './scrolling/sticky-day.tsx';
import { toTimeline } from './scrolling/timeline.ts';
import { useEdgeLoading } from './scrolling/use-edge-loading.ts';
import { KeptContext } from './scrolling/use-kept.ts';
import { usePinnedScroll } from './scrolling/use-pinned-scroll.ts';
import { usePlacing } from './scrolling/use-placing.ts';
import { tailStart } from './split-tail.ts';
import type { Place, ThreadSnapshot, ThreadStore } from './thread-store.ts';
import './thread.css';

export interface ThreadProps {
  readonly store: ThreadStore;
  readonly thread: ThreadSnapshot;
  readonly renderAsk: (ask: AskView) => ReactNode;
  /** Shown while the chat has no messages. */
  readonly empty: ReactNode;
  /** Something near the end is shown instead of what was not read yet. */
  readonly opensAtEnd: boolean;
  /** See TurnProps. */
  readonly askAgainWith: string | null;
  /** Counts what the reader sent: each one leads to the end. */
  readonly sent: number;
  /** A place to lead the reader to; each new object does so again. */
  readonly place: Place | null;
  /** The reader is done with the place. */
  readonly onReturn: () => void;
}

/** Changes with everything that is added at the end. */
const newestOf = ({ messages, turns, asks, live }: ThreadSnapshot): string => {
  const last = messages.slice(-2).map(({ id, state }) => `${id} ${state}`);
  const turn = turns.at(-1);
  const lengths = turn?.steps.map(({ text, tool }) => text.length + (tool?.output.length ?? 0)).join();
  const printed = Object.values(live).map(({ from, text }) => from + text.length);
  return [...last, turn?.id, turn?.state, lengths, asks.length, ...printed].join('|');
};

const entryOf = (box: HTMLElement | null, key: string): HTMLElement | null =>
  box?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`) ?? null;

/** The messages and turns of one chat: the newest in the normal flow, all above in a list that shows what is near. */
export const Thread = ({ store, thread, renderAsk, empty, opensAtEnd, askAgainWith, sent, place, onReturn }: ThreadProps) => {
  const isLoaded = thread.chat !== null;
  const chatId = thread.chat?.id ?? '';
  const isAttached = thread.newerAfter === null;
  const [readSeq] = useFirst(thread.chat === null ? undefined : thread.chat.unread > 0 ? thread.chat.readSeq : null);
  const { messages, turns, asks, live, folds, olderBefore, newerAfter } = thread;
  const entries = useMemo(
    () => toTimeline({ messages, turns, asks, live, folds, olderBefore, newerAfter }, readSeq ?? null),
    [messages, turns, asks, live, folds, olderBefore, newerAfter, readSeq],
  );
  const scroll = usePinnedScroll({ newest: newestOf(thread), isAttached, onEnd: store.atEnd });
  const { viewport, content, toEnd, unpin, settle } = scroll;
  const list = useRef<VirtualizerHandle>(null);
  const tailBox = useRef<HTMLDivElement>(null);
  const kept = useRef(new Map<string, unknown>());
  const [hit, setHit] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [margin, setMargin] = useState(0);

  const startKey = useRef<string | null>(null);
  // A layout is read here: only when there is something to cut.
  const isTailBelow = (): boolean =>
    (tailBox.current?.getBoundingClientRect().top ?? 0) > (viewport.current?.getBoundingClientRect().bottom ?? 0);
  const start = isAttached
    ? tailStart(entries, { startKey: startKey.current, mayCut: () => scroll.isPinned.current || isTailBelow() })
    : entries.length;
  startKey.current = isAttached ? (entries[start]?.key ?? null) : null;
  const above = useMemo(() => entries.slice(0, start), [entries, start]);
  const tail = entries.slice(start);

  // What comes or goes at the top leaves the distance to the end as it is.
  const firstKey = entries[0]?.key;
  const lastFirst = useRef(firstKey);
  const isShifted = lastFirst.current !== undefined && lastFirst.current !== firstKey;
  useLayoutEffect(() => {
    lastFirst.current = firstKey;
  }, [firstKey]);
  useLayoutEffect(() => {
    if (content.current) setMargin(Number.parseFloat(getComputedStyle(content.current).paddingTop));
  }, [content]);

  const indexOf = useCallback((key: string) => entries.findIndex((entry) => entry.key === key), [entries]);
  const bring = useCallback(
    (key: string, align: 'start' | 'center' | 'nearest') => {
      const index = indexOf(key);
      if (index < 0) return;
      if (index < start) list.current?.scrollToIndex(index, { align });
      else entryOf(viewport.current, key)?.scrollIntoView({ block: align });
    },
    [indexOf, start, viewport],
  );

  const { isPlacing, placeAt } = usePlacing({ viewport, entryOf: (key) => entryOf(viewport.current, key), bring });

  // Opens where reading was left.
  const isOpened = useRef(false);
  useLayoutEffect(() => {
    if (!isLoaded || isOpened.current) return;
    isOpened.current = true;
    if (opensAtEnd || !entries.some(({ type }) => type === 'new')) return toEnd();
    unpin();
    placeAt('new', 'start');
  }, [isLoaded, entries, opensAtEnd, placeAt, toEnd, unpin]);

  useEffect(() => {
    if (sent > 0) void store.toNewest().then(toEnd);
  }, [sent, store, toEnd]);

  // The place is looked for once it is among the entries.
  const [target, setTarget] = useState<number | null>(null);
  const wasPlaced = useRef(false);
  useEffect(() => {
    if (!isLoaded) return;
    if (place) {
      wasPlaced.current = true;
      unpin();
      void store.openAround(place).then(setTarget);
    } else if (wasPlaced.current) {
      wasPlaced.current = false;
      void store.toNewest().then(toEnd);
    }
  }, [store, place, isLoaded, unpin, toEnd]);
  useLayoutEffect(() => {
    if (target === null) return;
    const found = entries.findLast(
      (entry) =>
        (entry.type === 'message' && entry.message.seq <= target) ||
        (entry.type === 'turn' && entry.turn.afterSeq < target) ||
        (entry.type === 'fold' && entry.fold.fromSeq <= target),
    );
    if (!found) return;
    setTarget(null);
    placeAt(found.key, 'center');
    setHit(found.key);
  }, [target, entries, placeAt]);
  useEffect(() => {
    if (hit === null) return;
    const timer = setTimeout(() => setHit(null), 3_000);
    return () => clearTimeout(timer);
  }, [hit]);

  const { older, newer } = useEdgeLoading({ store, thread, viewport, isHeld: isPlacing || target !== null });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape' && place !== null && !event.defaultPrevented) return onReturn();
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const box = viewport.current;
    const from = event.target as HTMLElement;
    const isOnMessage = from.matches('article') && from.closest('[data-entry]') !== null;
    if (!box || event.altKey || event.ctrlKey || event.metaKey || (from !== box && !isOnMessage)) return;
    const next = neighbourOf(entries, { from: isOnMessage ? from : null, box, step: event.key === 'ArrowUp' ? -1 : 1 });
    if (next === null) return;
    event.preventDefault();
    setFocused(next);
    bring(next, 'nearest');
    requestAnimationFrame(() => entryOf(box, next)?.querySelector<HTMLElement>('article')?.focus({ preventScroll: true }));
  };

  const keepMounted = useMemo(() => {
    const index = focused === null ? -1 : above.findIndex(({ key }) => key === focused);
    return index < 0 ? [] : [index];
  }, [above, focused]);
  const newest = turns.at(-1)?.id ?? null;
  const view = (entry: (typeof entries)[number]) => (
    <EntryView
      key={entry.key}
      entry={entry}
      chatId={chatId}
      renderAsk={renderAsk}
      askAgainWith={entry.type === 'turn' && entry.turn.id === newest ? askAgainWith : null}
      isHit={hit === entry.key}
    />
  );
  return (
    <div className="py-thread">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className="py-thread__viewport" ref={viewport} tabIndex={0} aria-label={t('thread.label')} onKeyDown={onKeyDown}>
        <KeptContext value={kept.current}>
          <div className="py-thread__content" ref={content}>
            {thread.olderBefore !== null && (
              <div className="py-thread__older" ref={older}>
                <Loader size="xs" color="gray" aria-hidden />
                <span>{t('thread.older')}</span>
              </div>
            )}
            {isLoaded && entries.length === 0 && empty}
            <Virtualizer
              ref={list}
              scrollRef={viewport}
              data={above}
              shift={isShifted}
              startMargin={margin}
              bufferSize={400}
              keepMounted={keepMounted}
              onResize={settle}
            >
              {view}
            </Virtualizer>
            <div ref={tailBox}>{tail.map(view)}</div>
            {thread.newerAfter !== null && (
              <div className="py-thread__newer" ref={newer}>
                <Loader size="xs" color="gray" aria-hidden />
                <span>{t('thread.newer')}</span>
              </div>
            )}
            {thread.error && (
              <Problem what={t('thread.loadFailed')} why={thread.error}>
                <Button size="xs" variant="default" onClick={store.refresh}>
                  {t('action.tryAgain')}
                </Button>
              </Problem>
            )}
          </div>
        </KeptContext>
      </section>
      <StickyDay entries={entries} viewport={viewport} />
      {(scroll.hasNewText || !isAttached) && (
        <Button
          className="py-thread__pill"
          size="xs"
          radius="xl"
          rightSection={<IconArrowDown size={14} />}
          onClick={() => void store.toNewest().then(toEnd)}
        >
          {isAttached ? t('thread.newText') : t('thread.toNewest')}
        </Button>
      )}
      <Announcer thread={thread} />
    </div>
  );
};

/** The first value that is known (not undefined), for the life of the caller. */
const useFirst = <T,>(value: T): readonly [T] => {
  const first = useRef<{ readonly value: T } | null>(null);
  const isKnown = value !== undefined;
  if (first.current === null && isKnown) first.current = { value };
  return [first.current ? first.current.value : value];
};
