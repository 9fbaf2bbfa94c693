import type { TextDelta } from '#contract/client/watch-host.ts';
import type { ThreadPage } from '#contract/ui/views.ts';
import { failureText, isLost } from '../../rpc/failure.ts';
import type { Host, HostNews } from '../../rpc/host.ts';
import {
  applyDelta,
  emptyThread,
  keepNewest,
  keepOldest,
  mergeBeside,
  mergeNewer,
  mergeNewest,
  mergeOlder,
  mergeTurn,
  openedAt,
  type ThreadState,
} from './thread-state.ts';

const pageSize = 60;
/** More than this is let go at the far side, and fetched again when somebody comes back to it. */
const mostKept = 1_500;
const keptAround = 1_000;
/** The host writes streamed text down twice a second: what is missing is asked for again after this, so many times. */
const holeRetryMs = 300;
const holeRetries = 10;

export interface ThreadSnapshot extends ThreadState {
  readonly error: string | null;
}

/** One chat's thread: fed by pages and news, read by useSyncExternalStore. */
export interface ThreadStore {
  subscribe(listener: () => void): () => void;
  get(): ThreadSnapshot;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** Shows the part around a message or a time; resolves with the message to look at, null when it could not be shown. */
  openAround(place: Place): Promise<number | null>;
  /** Shows the newest part again. */
  toNewest(): Promise<void>;
  /** Says that the reader is at the end: what is far above may go. */
  atEnd(): void;
  /** Fetches the newest page again. */
  refresh(): void;
  close(): void;
}

/** A message by its seq, or the first message since a time. */
export type Place = { readonly seq: number } | { readonly time: number };

/** Reading was left off above this page. */
const isUnreadAbove = ({ chat, olderBefore }: ThreadPage): boolean =>
  chat.unread > 0 && olderBefore !== null && chat.readSeq + 1 < olderBefore;

export const createThreadStore = (host: Host, chatId: string): ThreadStore => {
  const listeners = new Set<() => void>();
  let snapshot: ThreadSnapshot = { ...emptyThread, error: null };
  let isNewestStale = false;
  let staleTurns = new Set<string>();
  let fetching = false;
  let closed = false;
  let held: TextDelta[] = [];
  let retries = 0;
  /** Counts how often another part of the chat was opened: pages that were asked for before belong nowhere. */
  let opened = 0;
  let isLoadingOlder = false;
  let isLoadingNewer = false;
  let letGoTimer: ReturnType<typeof setTimeout> | undefined;
  let holeTimer: ReturnType<typeof setTimeout> | undefined;

  const become = (change: Partial<ThreadSnapshot>): void => {
    if (closed) return;
    snapshot = { ...snapshot, ...change };
    for (const listener of [...listeners]) listener();
  };
  const page = (before: number | null): Promise<ThreadPage> => host.client.chats.thread({ chatId, before, limit: pageSize });
  const fail = (error: unknown): void => {
    if (!isLost(error)) become({ error: failureText(error) });
  };
  // After the page is on screen: what comes at one side and what goes at the other must not be one change to the list.
  const letGo = (keep: (state: ThreadState, count: number) => ThreadState): void => {
    if (snapshot.messages.length <= mostKept) return;
    clearTimeout(letGoTimer);
    letGoTimer = setTimeout(() => become(keep(snapshot, keptAround)), 0);
  };

  const again = (): void => {
    isNewestStale = true;
  };
  /** Fetches until the newest page touches what is shown: a long absence must not leave a hole. */
  const fetchNewest = async (): Promise<void> => {
    const shownTo = snapshot.messages.at(-1)?.seq ?? null;
    const since = opened;
    const first = await page(null);
    if (since !== opened) return again();
    if (snapshot.newerAfter !== null) return become({ ...mergeBeside(snapshot, first), error: null });
    if (snapshot.chat === null && isUnreadAbove(first)) {
      const left = await host.client.chats.thread({ chatId, around: first.chat.readSeq + 1, limit: pageSize });
      return become({ ...openedAt(mergeNewest(snapshot, first), left), error: null });
    }
    let state: ThreadState = mergeNewest(snapshot, first);
    let before = first.olderBefore;
    while (shownTo !== null && before !== null && before > shownTo + 1) {
      const above = await page(before);
      state = { ...mergeOlder(state, above), olderBefore: snapshot.olderBefore };
      before = above.olderBefore;
    }
    if (since !== opened) return again();
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
      if (snapshot.messages.length > mostKept && snapshot.newerAfter === null) become(keepNewest(snapshot, keptAround));
    },
    async loadOlder() {
      if (isLoadingOlder || snapshot.olderBefore === null) return;
      isLoadingOlder = true;
      try {
        const since = opened;
        const older = await page(snapshot.olderBefore);
        if (since !== opened) return;
        become(mergeOlder(snapshot, older));
        letGo(keepOldest);
      } catch (error) {
        fail(error);
      } finally {
        isLoadingOlder = false;
      }
    },
    async loadNewer() {
      if (isLoadingNewer || snapshot.newerAfter === null) return;
      isLoadingNewer = true;
      try {
        const since = opened;
        const newer = await host.client.chats.thread({ chatId, after: snapshot.newerAfter, limit: pageSize });
        if (since !== opened) return;
        become(mergeNewer(snapshot, newer));
        letGo(keepNewest);
      } catch (error) {
        fail(error);
      } finally {
        isLoadingNewer = false;
      }
    },
    async openAround(place) {
      const isAt = (seq: number): boolean => 'seq' in place && seq === place.seq;
      if (snapshot.messages.some(({ seq }) => isAt(seq))) return 'seq' in place ? place.seq : null;
      try {
        const around = 'seq' in place ? { around: place.seq } : { aroundTime: place.time };
        const found = await host.client.chats.thread({ chatId, ...around, limit: pageSize });
        opened += 1;
        become({ ...openedAt(snapshot, found), error: null });
        const target = found.messages.find((message) => ('seq' in place ? message.seq >= place.seq : message.sentAt >= place.time));
        return (target ?? found.messages.at(-1))?.seq ?? null;
      } catch (error) {
        fail(error);
        return null;
      }
    },
    async toNewest() {
      if (snapshot.newerAfter === null) return;
      try {
        const newest = await page(null);
        opened += 1;
        become({ ...openedAt(snapshot, newest), error: null });
      } catch (error) {
        fail(error);
      }
    },
    close() {
      closed = true;
      clearTimeout(holeTimer);
      clearTimeout(letGoTimer);
      stop();
      listeners.clear();
    },
  };
};
