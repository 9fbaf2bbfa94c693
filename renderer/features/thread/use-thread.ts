import { useEffect, useState, useSyncExternalStore } from 'react';
import { useHost } from '../../rpc/host.ts';
import { emptyThread } from './thread-state.ts';
import { createThreadStore, type ThreadSnapshot, type ThreadStore } from './thread-store.ts';

const nothing: ThreadSnapshot = { ...emptyThread, error: null };
const noStop = (): void => undefined;

/** The thread of one chat while the caller is on screen. */
export const useThread = (chatId: string): { readonly store: ThreadStore | null; readonly thread: ThreadSnapshot } => {
  const host = useHost();
  const [store, setStore] = useState<ThreadStore | null>(null);
  useEffect(() => {
    const created = createThreadStore(host, chatId);
    setStore(created);
    return () => {
      created.close();
      setStore(null);
    };
  }, [host, chatId]);
  const thread = useSyncExternalStore(store?.subscribe ?? (() => noStop), store?.get ?? (() => nothing));
  return { store, thread };
};

/** The turn that works in this chat now, if one does. */
export const runningTurn = (thread: ThreadSnapshot): ThreadSnapshot['turns'][number] | null =>
  thread.turns.findLast(({ state }) => state === 'running' || state === 'waiting' || state === 'queued') ?? null;
