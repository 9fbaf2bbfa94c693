import { messageOf } from '#contract/errors.ts';
import type { Turn } from '#contract/model/records.ts';
import type { Log } from '../base/log.ts';

export interface QueueDeps {
  /** Claims the chat's next turn in the database; null when there is nothing to do or the session is busy. */
  readonly start: (chatId: string) => Turn | null;
  /** Runs it; never rejects. */
  readonly run: (turn: Turn, signal: AbortSignal) => Promise<'ended' | 'waiting' | 'interrupted'>;
  readonly workspaceOf: (chatId: string) => string | null;
  /** run() failed: the store could not be written. Must see to it that the turn is taken up again. */
  readonly left: (turn: Turn) => void;
  readonly stopReason: (why: 'user' | 'shutdown') => Error;
  readonly atOnce: () => number;
  readonly atOncePerWorkspace: () => number;
  /** While it is true nothing new starts; running turns go on. */
  readonly paused: () => boolean;
  readonly log: Log;
}

/**
 * One turn at a time per chat, a bounded number over all. The queue itself is the database: this only knows which chats
 * were woken and what runs. Chats are served in the order in which they were woken.
 */
export interface Queue {
  wake(chatId: string): void;
  /** Stops a running turn and waits until it has ended. False when it does not run here. */
  stop(turnId: string): Promise<boolean>;
  isRunning(turnId: string): boolean;
  waiting(): number;
  running(): number;
  /** After a pause ended: what waited starts. */
  resume(): void;
  /** No turn of this chat starts until the returned function is called. */
  hold(chatId: string): () => void;
  /** No new turns; running ones get `graceMs`, then are interrupted. */
  drain(graceMs: number): Promise<void>;
}

export const createQueue = (deps: QueueDeps): Queue => {
  const woken = new Set<string>();
  const running = new Map<string, { turn: Turn; abort: AbortController; done: Promise<unknown> }>();
  const held = new Map<string, number>();
  let draining = false;
  let pumping = false;

  const pump = (): void => {
    if (pumping) return;
    pumping = true;
    try {
      for (const chatId of [...woken]) {
        if (draining || deps.paused() || running.size >= deps.atOnce()) return;
        if (held.has(chatId)) continue;
        const workspaceId = deps.workspaceOf(chatId);
        if ([...running.values()].filter((r) => r.turn.workspaceId === workspaceId).length >= deps.atOncePerWorkspace()) continue;
        woken.delete(chatId);
        launch(chatId);
      }
    } finally {
      pumping = false;
    }
  };

  const launch = (chatId: string): void => {
    let turn: Turn | null;
    try {
      turn = deps.start(chatId);
    } catch (error) {
      // A full disk: the messages stay where they are, and the next wake tries again.
      deps.log('error', 'a turn could not be started', { chatId, error: messageOf(error) });
      return;
    }
    if (!turn) return;
    const abort = new AbortController();
    const id = turn.id;
    const done = runIt(turn, abort.signal).then(
      () => after(id, chatId),
      (error: unknown) => {
        // run() keeps its word unless the store itself fails (a full disk).
        deps.log('error', 'a turn was left', { turnId: id, error: messageOf(error) });
        running.delete(id);
        deps.left(turn);
        pump();
      },
    );
    running.set(id, { turn, abort, done });
  };
  // A throw before the first await is a left turn like any other.
  const runIt = async (turn: Turn, signal: AbortSignal) => deps.run(turn, signal);
  const after = (turnId: string, chatId: string): void => {
    running.delete(turnId);
    woken.add(chatId);
    pump();
  };

  return {
    wake(chatId) {
      woken.add(chatId);
      pump();
    },
    async stop(turnId) {
      const entry = running.get(turnId);
      if (!entry) return false;
      entry.abort.abort(deps.stopReason('user'));
      await entry.done;
      return true;
    },
    hold(chatId) {
      held.set(chatId, (held.get(chatId) ?? 0) + 1);
      return () => {
        const left = (held.get(chatId) ?? 1) - 1;
        if (left > 0) return void held.set(chatId, left);
        held.delete(chatId);
        pump();
      };
    },
    resume: pump,
    isRunning: (turnId) => running.has(turnId),
    waiting: () => woken.size,
    running: () => running.size,
    async drain(graceMs) {
      draining = true;
      const all = Promise.all([...running.values()].map((r) => r.done));
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([all, new Promise((resolve) => (timer = setTimeout(resolve, graceMs)))]);
      clearTimeout(timer);
      for (const { abort } of running.values()) abort.abort(deps.stopReason('shutdown'));
      await Promise.all([...running.values()].map((r) => r.done));
    },
  };
};
