import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActivityFilter, ActivityTurn } from '#contract/ui/domains/activity.ts';
import { failureText, isLost } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';
import type { ActivityChoice } from './activity-filters.tsx';

/** A day (2026-11-22, '' for all) begins and ends by the reader's clock, also when it is not 24 hours long. UTC ms. */
export const spanOfDay = (text: string): { fromMs: number | null; toMs: number | null } => {
  const day = text === '' ? null : new Date(`${text}T00:00`);
  const next = day === null ? null : new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1);
  return { fromMs: day?.getTime() ?? null, toMs: next?.getTime() ?? null };
};

export const filterOf = (choice: ActivityChoice): ActivityFilter => {
  return {
    workspaceId: choice.workspaceId || null,
    states: choice.state === '' ? [] : [choice.state],
    tool: choice.tool || null,
    text: choice.text,
    ...spanOfDay(choice.day),
  };
};

/** The newest page in place of what it covers; older pages stay. */
export const withNewest = (shown: readonly ActivityTurn[], newest: readonly ActivityTurn[], isAll: boolean): readonly ActivityTurn[] => {
  const last = newest.at(-1);
  if (isAll || last === undefined) return newest;
  return [...newest, ...shown.filter(({ seq }) => seq < last.seq)];
};

const pageTurns = 50;
// Working turns make much news; the list need not be newer than this.
const settleMs = 400;

/** Turns that fit the filter: the newest page kept fresh by the news, older ones on demand. */
export const useActivityFeed = (filter: ActivityFilter) => {
  const { client, onNews } = useHost();
  const [turns, setTurns] = useState<readonly ActivityTurn[] | null>(null);
  const [before, setBefore] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isLoadingMore, setLoadingMore] = useState(false);
  const pages = useRef(1);
  const newest = useRef<() => void>(() => undefined);

  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    pages.current = 1;
    const load = async (): Promise<void> => {
      try {
        const page = await client.activity.list({ filter, limit: pageTurns });
        if (isOver) return;
        setTurns((shown) => withNewest(pages.current > 1 ? (shown ?? []) : [], page.turns, page.before === null));
        if (pages.current === 1) setBefore(page.before);
        setError(null);
      } catch (failure) {
        if (!isOver && !isLost(failure)) setError(failureText(failure));
      }
    };
    const off = onNews((news) => {
      if (news.type === 'delta' || (news.type === 'event' && news.topic !== 'turn' && news.topic !== 'step')) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        void load();
      }, settleMs);
    });
    newest.current = () => void load();
    setTurns(null);
    void load();
    return () => {
      isOver = true;
      clearTimeout(timer);
      off();
    };
  }, [client, onNews, filter]);

  const loadMore = useCallback(async () => {
    if (before === null) return;
    setLoadingMore(true);
    try {
      const page = await client.activity.list({ filter, before, limit: pageTurns });
      pages.current += 1;
      setTurns((shown) => [...(shown ?? []), ...page.turns]);
      setBefore(page.before);
    } catch (failure) {
      if (!isLost(failure)) setError(failureText(failure));
    } finally {
      setLoadingMore(false);
    }
  }, [client, filter, before]);
  const refresh = useCallback(() => newest.current(), []);
  return { turns, hasMore: before !== null, isLoadingMore, error, loadMore, refresh };
};
