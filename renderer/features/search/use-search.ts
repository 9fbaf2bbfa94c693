import { useCallback, useEffect, useRef, useState } from 'react';
import type { HostClient } from '#contract/client/connect.ts';
import { failureText } from '../../rpc/failure.ts';
import { useHost } from '../../rpc/host.ts';

export type Hit = Awaited<ReturnType<HostClient['chats']['search']>>['hits'][number];

export interface SearchState {
  /** What the hits are for; differs from what is typed while the next ones are on their way. */
  readonly query: string;
  readonly hits: readonly Hit[];
  readonly olderBefore: number | null;
  readonly isSearching: boolean;
  readonly error: string | null;
}

const nothing: SearchState = { query: '', hits: [], olderBefore: null, isSearching: false, error: null };
/** Long enough for two letters of a quick typist to be one question. */
const quietMs = 120;
const pageSize = 30;
const longest = 200;

/** What is asked for what is typed. */
export const queryOf = (typed: string): string => typed.trim().slice(0, longest);

/** Asks the host while somebody types; only the newest question's answer is shown. */
export const useSearch = (typed: string, chatId: string | null) => {
  const { client } = useHost();
  const [state, setState] = useState<SearchState>(nothing);
  const asked = useRef(0);
  const query = queryOf(typed);

  const ask = useCallback(
    async (before: number | null) => {
      const mine = ++asked.current;
      setState((now) => ({ ...now, isSearching: true, error: null }));
      try {
        const page = await client.chats.search({ query, chatId, before, limit: pageSize });
        if (mine !== asked.current) return;
        setState((now) => ({
          query,
          hits: before === null ? page.hits : [...now.hits, ...page.hits],
          olderBefore: page.olderBefore,
          isSearching: false,
          error: null,
        }));
      } catch (error) {
        if (mine === asked.current) setState((now) => ({ ...now, isSearching: false, error: failureText(error) }));
      }
    },
    [client, query, chatId],
  );
  useEffect(() => {
    if (query === '') {
      asked.current += 1;
      setState(nothing);
      return;
    }
    const timer = setTimeout(() => void ask(null), quietMs);
    return () => clearTimeout(timer);
  }, [ask, query]);
  const more = useCallback(() => void ask(state.olderBefore), [ask, state.olderBefore]);
  const again = useCallback(() => void ask(null), [ask]);
  return { ...state, more, again };
};
