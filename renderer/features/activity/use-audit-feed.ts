import { useCallback, useState } from 'react';
import type { AuditFilter, AuditView } from '#contract/ui/domains/audit.ts';
import { useHost } from '../../rpc/host.ts';
import { useAction } from '../../rpc/use-action.ts';
import { useFresh } from '../../rpc/use-fresh.ts';

const pageRows = 100;
const topics = ['turn', 'ask', 'host'] as const;
interface Older {
  readonly filter: AuditFilter;
  readonly rows: readonly AuditView[];
  readonly isEnd: boolean;
}

/** Rows that fit: the newest page kept fresh by the news, older ones on demand. */
export const useAuditFeed = (filter: AuditFilter) => {
  const { client } = useHost();
  const [kept, setOlder] = useState<Older | null>(null);
  const newest = useFresh(
    useCallback(() => client.audit.list({ filter, limit: pageRows }), [client, filter]),
    topics,
  );
  // Older rows of another filter are not those that were asked for.
  const older = kept?.filter === filter ? kept : null;
  const first = newest.value?.at(-1)?.seq ?? 0;
  const value = newest.value === null ? null : [...newest.value, ...(older?.rows.filter(({ seq }) => seq < first) ?? [])];
  const last = value?.at(-1)?.seq ?? null;
  const more = useAction(
    useCallback(async () => {
      const page = await client.audit.list({ filter, before: last, limit: pageRows });
      // Rows that the newest page lets go as it moves on stay.
      setOlder((before) => ({
        filter,
        rows: [...(before?.filter === filter ? before.rows : (newest.value ?? [])), ...page],
        isEnd: page.length < pageRows,
      }));
    }, [client, filter, last, newest.value]),
  );
  return {
    value,
    error: newest.error ?? more.error,
    refresh: newest.refresh,
    hasMore: older === null ? newest.value?.length === pageRows : !older.isEnd,
    isLoadingMore: more.busy,
    loadMore: more.run,
  };
};
