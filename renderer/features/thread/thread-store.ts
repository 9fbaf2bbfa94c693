import type { TextDelta } from '#contract/client/watch-host.ts';
import type { ThreadPage } from '#contract/ui/views.ts';
import { failureText, isLost } from '../../rpc/failure.ts';
import type { Host, HostNews } from '../../rpc/host.ts';
import { applyDelta, emptyThread, keepNewest, mergeNewest, mergeOlder, mergeTurn, type ThreadState } from './thread-state.ts';

const pageSize = 60;
/** A reader at the end needs few messages above; more are let go, so that a long day does not make the page slow. */
const mostAtEnd = 240;
const keptAtEnd = 120;
/** The host writes streamed text down twice a second: what is missing is asked for again after this, so many times. */
const holeRetryMs = 300;
const holeRetries = 10;

export interface ThreadSnapshot extends ThreadState {
  readonly error: string | null;
  readonly loadingOlder: boolean;
}

/** One chat's thread: fed by pages and news, read by useSyncExternalStore. */
export interface ThreadStore {
  subscribe(listener: () => void): () => void;
  get(): ThreadSnapshot;
  loadOlder(): Promise<void>;
  /** Says that the reader is at the end: what is far above may go. */
  atEnd(): void;
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
  let held: TextDelta[] = [];
  let retries = 0;
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
        applyHeld();
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

  const fetchFor = (turnId: string): void => {
    if (snapshot.turns.some(({ id }) => id === turnId)) turnIsStale(turnId);
    else refresh();
  };
  /** Text that came before what it belongs to: put in as soon as that is here. */
  const applyHeld = (): void => {
    if (held.length === 0) return;
    const waiting = held;
    held = [];
    for (const delta of waiting) apply(delta);
    if (held.length === 0) retries = 0;
  };
  const apply = (delta: TextDelta): void => {
    const { state, need } = applyDelta(snapshot, delta);
    if (state !== snapshot) become(state);
    if (need === 'fetch') fetchFor(delta.turnId);
    if (need !== 'fetch-first') return;
    held.push(delta);
    if (holeTimer !== undefined) return;
    if (retries === 0) fetchFor(delta.turnId);
    holeTimer = setTimeout(() => {
      holeTimer = undefined;
      retries += 1;
      if (retries <= holeRetries) fetchFor(delta.turnId);
      else {
        held = [];
        retries = 0;
      }
    }, holeRetryMs);
  };

  const onNews = (news: HostNews): void => {
    if (news.type === 'sync') {
      for (const turn of snapshot.turns) if (turn.endedAt === null) staleTurns.add(turn.id);
      return refresh();
    }
    if (news.chatId !== chatId) return;
    if (news.type === 'delta') return apply(news);
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
    atEnd() {
      if (snapshot.messages.length > mostAtEnd) become(keepNewest(snapshot, keptAtEnd));
    },
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
