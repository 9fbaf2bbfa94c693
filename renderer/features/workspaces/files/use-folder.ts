import { useCallback, useEffect, useRef, useState } from 'react';
import type { FileEntryView } from '#contract/ui/views.ts';
import { failureText } from '../../../rpc/failure.ts';
import { useHost } from '../../../rpc/host.ts';

export interface Order {
  readonly sort: 'name' | 'size' | 'modified';
  readonly descending: boolean;
}
export interface Folder {
  readonly path: string;
  readonly entries: readonly FileEntryView[];
  readonly total: number;
  readonly truncated: boolean;
}
const pageSize = 200;

/** The entries of one folder, page after page. `refresh` fetches what is shown again. */
export const useFolder = (workspaceId: string, path: string, order: Order) => {
  const { client, onNews } = useHost();
  const { sort, descending } = order;
  const [folder, setFolder] = useState<Folder | null>(null);
  const [error, setError] = useState<string | null>(null);
  const newest = useRef(0);
  const shown = useRef(0);
  const load = useCallback(
    async (offset: number, limit: number) => {
      const mine = ++newest.current;
      try {
        const page = await client.files.list({ workspaceId, path, sort, descending, offset, limit });
        if (mine !== newest.current) return;
        setError(null);
        setFolder((old) => {
          const before = offset > 0 && old?.path === path ? old.entries.slice(0, offset) : [];
          const entries = [...before, ...page.entries];
          shown.current = entries.length;
          return { path, entries, total: page.total, truncated: page.truncated };
        });
      } catch (failure) {
        if (mine === newest.current) setError(failureText(failure));
      }
    },
    [client, workspaceId, path, sort, descending],
  );
  const refresh = useCallback(() => load(0, Math.min(500, Math.max(pageSize, shown.current))), [load]);
  useEffect(() => {
    shown.current = 0;
    void load(0, pageSize);
    return onNews((news) => {
      // What a turn did may have changed files; the host is back after it was lost.
      if (news.type === 'sync' || (news.type === 'event' && news.topic === 'turn' && news.payload.state !== 'running')) void refresh();
    });
  }, [load, refresh, onNews]);
  const more = useCallback(() => load(shown.current, pageSize), [load]);
  return { folder: folder?.path === path ? folder : null, error, refresh, more };
};
