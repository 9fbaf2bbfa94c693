import type { ThreadPage } from '#contract/ui/views.ts';
import type { Host, HostNews } from '../../rpc/host.ts';
import { failureText, isLost } from '../../rpc/failure.ts';
import { applyDelta, emptyThread, mergeNewest, mergeOlder, mergeTurn, type ThreadState } from './thread-state.ts';

const pageSize = 60;
/** While a hole in the streamed text stays open, the turn is asked for this often. */
const holeRetryMs = 300;

export interface ThreadSnapshot extends ThreadState {
  readonly error: string | null;
  readonly loadingOlder: boolean;
}

/** One chat's thread: fed by pages and news, read by useSyncExternalStore. */
export interface ThreadStore {
  subscribe(listener: () => void): () => void;
  get(): ThreadSnapshot;
  loadOlder(): Promise<void>;
  /** Fetches the newest page again. */
  refresh(): void;
  close(): void;
}

export const createThreadStore = (host: Host, chatId: string): ThreadStore => {
  const listeners = new Set<() => void>();
  let snapshot: ThreadSnapshot = { ...emptyThread, error: null, loadingOlder: false };
  let isNewestStale = false;
  let staleTurns = new Set<string>();
  let fetching = false;
  let closed = false;
  let holeTimer: ReturnType<typeof setTimeout> | undefined;

  const become = (change: Partial<ThreadSnapshot>): void => {
    if (closed) return;
    snapshot = { ...snapshot, ...change };
    for (const listener of [...listeners]) listener();
  };
  const page = (before: number | null): Promise<ThreadPage> => host.client.chats.thread({ chatId, before, limit: pageSize });

  /** Fetches until the newest page touches what is shown: a long absence must not leave a hole. */
  const fetchNewest = async (): Promise<void> => {
    const shownTo = snapshot.messages.at(-1)?.seq ?? null;
    const first = await page(null);
    let state: ThreadState = mergeNewest(snapshot, first);
    let before = first.olderBefore;
    while (shownTo !== null && before !== null && before > shownTo + 1) {
      const above = await page(before);
      state = { ...mergeOlder(state, above), olderBefore: snapshot.olderBefore };
      before = above.olderBefore;
    }
    become({ ...state, error: null });
  };

  // One fetch after the other, so that an older answer can never overwrite a newer one.
  const fetchStale = async (): Promise<void> => {
    if (fetching) return;
    fetching = true;
    try {
      while (!closed && (isNewestStale || staleTurns.size > 0)) {
        const turnIds = [...staleTurns];
        staleTurns = new Set();
        const wasNewestStale = isNewestStale;
        isNewestStale = false;
        const turns = await Promise.all(turnIds.map((turnId) => host.client.turns.get({ turnId })));
        for (const turn of turns) become(mergeTurn(snapshot, turn));
        if (wasNewestStale) await fetchNewest();
      }
    } catch (error) {
      // After a lost connection a sync follows, which fetches everything again.
      if (!isLost(error)) become({ error: failureText(error) });
    } finally {
      fetching = false;
    }
  };
  const turnIsStale = (turnId: string): void => {
    staleTurns.add(turnId);
    void fetchStale();
  };
  const refresh = (): void => {
    isNewestStale = true;
    void fetchStale();
  };

  const onDelta = (delta: Extract<HostNews, { type: 'delta' }>): void => {
    const { state, gap } = applyDelta(snapshot, delta);
    if (state !== snapshot) become(state);
    if (!gap || holeTimer !== undefined) return;
    const isKnown = snapshot.turns.some(({ id }) => id === delta.turnId);
    if (isKnown) turnIsStale(delta.turnId);
    else refresh();
    holeTimer = setTimeout(() => {
      holeTimer = undefined;
    }, holeRetryMs);
  };

  const onNews = (news: HostNews): void => {
    if (news.type === 'sync') {
      for (const turn of snapshot.turns) if (turn.endedAt === null) staleTurns.add(turn.id);
      return refresh();
    }
    if (news.chatId !== chatId) return;
    if (news.type === 'delta') return onDelta(news);
    if (news.topic === 'turn' && snapshot.turns.some(({ id }) => id === news.entityId)) return turnIsStale(news.entityId);
    if (news.topic === 'step') {
      const told = news.payload.turnId;
      const turn = snapshot.turns.find(({ id, steps }) => id === told || steps.some((step) => step.id === news.entityId));
      return turn ? turnIsStale(turn.id) : refresh();
    }
    if (['message', 'turn', 'ask', 'session', 'chat', 'delivery'].includes(news.topic)) refresh();
  };

  const stop = host.onNews(onNews);
  refresh();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => snapshot,
    refresh,
    async loadOlder() {
      if (snapshot.loadingOlder || snapshot.olderBefore === null) return;
      become({ loadingOlder: true });
      try {
        const older = await page(snapshot.olderBefore);
        become({ ...mergeOlder(snapshot, older), loadingOlder: false });
      } catch (error) {
        become({ loadingOlder: false, ...(isLost(error) ? {} : { error: failureText(error) }) });
      }
    },
    close() {
      closed = true;
      clearTimeout(holeTimer);
      stop();
      listeners.clear();
    },
  };
};
