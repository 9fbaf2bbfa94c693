import { messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Turn } from '#contract/model/records.ts';
import { type InLine, nextInLine, wentPast } from '../base/fair-line.ts';
import type { Log } from '../base/log.ts';

export interface QueueDeps {
  /** Claims the chat's next turn in the database; null when there is nothing to do or the session is busy. */
  readonly start: (chatId: string) => Turn | null;
  /** Runs it; never rejects. */
  readonly run: (turn: Turn, signal: AbortSignal) => Promise<'ended' | 'waiting' | 'interrupted'>;
  /** What start() would take up: null when that is nothing. */
  readonly look: (chatId: string) => { readonly workspaceId: string; readonly isPerson: boolean } | null;
  /** run() failed: the store could not be written. Must see to it that the turn is taken up again. */
  readonly left: (turn: Turn) => void;
  readonly stopReason: (why: 'user' | 'shutdown' | 'emergency') => Error;
  /** Why no turn more can run beside so many; null when one can. One alone always can. */
  readonly room: (running: number) => Reason | null;
  /** A chat has to wait, and what waits in it is told why. Free memory makes no event, so it is looked at again in a moment. */
  readonly waits: (chatId: string, why: Reason) => void;
  readonly later: (look: () => void) => void;
  readonly atOncePerWorkspace: () => number;
  /** Why nothing new starts now, while running turns go on; null when they may start. */
  readonly paused: () => Reason | null;
  readonly log: Log;
}

/**
 * One turn at a time per chat; over all, as many as there is room for. The queue itself is the database: this only knows
 * which chats were woken and what runs. People go before tasks, and otherwise who was woken first.
 */
export interface Queue {
  wake(chatId: string): void;
  /** Stops a running turn and waits until it has ended. False when it does not run here. */
  stop(turnId: string): Promise<boolean>;
  /** Cuts every running turn, which goes back to the queue; `ended` resolves when they all have. */
  interruptAll(): { readonly turns: number; readonly ended: Promise<void> };
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

interface Woken extends InLine {
  readonly chatId: string;
  readonly workspaceId: string;
  /** The code of what it was told it waits for. */
  told: string | null;
}

export const createQueue = (deps: QueueDeps): Queue => {
  const woken = new Map<string, Woken>();
  const running = new Map<string, { turn: Turn; abort: AbortController; done: Promise<unknown> }>();
  const held = new Map<string, number>();
  let draining = false;
  let pumping = false;
  let looksLater = false;

  const pump = (): void => {
    if (pumping) return;
    pumping = true;
    try {
      for (let next = choose(); next !== undefined; next = choose()) {
        woken.delete(next.chatId);
        wentPast(woken.values(), next);
        launch(next.chatId);
      }
    } finally {
      pumping = false;
    }
  };

  /** Whose turn it is now; undefined when all have to wait, and then they were told. */
  const choose = (): Woken | undefined => {
    if (draining || woken.size === 0) return undefined;
    const paused = deps.paused();
    if (paused !== null) {
      for (const one of woken.values()) tell(one, paused);
      return undefined;
    }
    const inWorkspace = new Map<string, number>();
    for (const { turn } of running.values()) inWorkspace.set(turn.workspaceId, (inWorkspace.get(turn.workspaceId) ?? 0) + 1);
    const most = deps.atOncePerWorkspace();
    const line = [...woken.values()].filter(({ chatId }) => !held.has(chatId));
    const isFull = (one: Woken): boolean => (inWorkspace.get(one.workspaceId) ?? 0) >= most;
    const free = line.filter((one) => !isFull(one));
    const short = running.size === 0 ? null : deps.room(running.size);
    if (short === null && free.length > 0) return nextInLine(free, running.size + 1);
    for (const one of line) tell(one, isFull(one) ? reason('turn-waits-for-workspace', { running: most }) : short);
    if (short !== null && free.length > 0) lookLater();
    return undefined;
  };
  const tell = (one: Woken, why: Reason | null): void => {
    if (why === null || one.told === why.code) return;
    one.told = why.code;
    try {
      deps.waits(one.chatId, why);
    } catch (error) {
      deps.log('error', 'a chat could not be told why it waits', { chatId: one.chatId, error: messageOf(error) });
    }
  };
  const lookLater = (): void => {
    if (looksLater) return;
    looksLater = true;
    deps.later(() => {
      looksLater = false;
      pump();
    });
  };

  /** Who is woken again keeps the place; a person's word in a chat where a task waits makes it a person's. */
  const wake = (chatId: string): void => {
    const seen = deps.look(chatId);
    if (seen === null) return void woken.delete(chatId);
    const before = woken.get(chatId);
    woken.set(chatId, { chatId, ...seen, passed: before?.passed ?? 0, told: null });
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
    wake(chatId);
    pump();
  };

  return {
    wake(chatId) {
      wake(chatId);
      pump();
    },
    async stop(turnId) {
      const entry = running.get(turnId);
      if (!entry) return false;
      entry.abort.abort(deps.stopReason('user'));
      await entry.done;
      return true;
    },
    interruptAll() {
      const cut = [...running.values()];
      for (const { abort } of cut) abort.abort(deps.stopReason('emergency'));
      return { turns: cut.length, ended: Promise.all(cut.map(({ done }) => done)).then(() => undefined) };
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
