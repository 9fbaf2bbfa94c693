import { AppError } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import type { Chat, Person, Turn, Workspace } from '#contract/model/records.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Queue } from '../queue/queue.ts';
import type { Store } from '../store/store.ts';
import { resetSession, undoReset, undoResetMs } from '../store/transitions/session.ts';
import { endTurn } from '../store/transitions/turn-end.ts';
import { retryTurn } from '../store/transitions/turn-start.ts';

/** Chats, their turns and their sessions, as a person handles them. */
export const createChatsService = (deps: {
  store: Store;
  clock: Clock;
  queue: () => Queue;
  bootId: string;
  isNoAi: (provider: string) => boolean;
}) => {
  const { store, clock } = deps;
  const must = (chatId: string): Chat => {
    const chat = store.chats.byId(chatId);
    if (!chat) throw new AppError('not-found', { what: 'chat', name: chatId });
    return chat;
  };
  const add = (workspace: Workspace, connectionId: string, chatKey: string, name: string): Chat => {
    const now = clock.now();
    return store.chats.add(
      { id: newId('chat', now), connectionId, chatKey, name, workspaceId: workspace.id, sessionId: newId('ses', now), kind: 'direct' },
      now,
    );
  };
  const stopTurn = async (turnId: string): Promise<boolean> => {
    const stopped = await deps.queue().stop(turnId);
    // A turn that waits or is queued runs nowhere (also one that began to wait just then): it is ended where it stands.
    const turn = store.turns.byId(turnId);
    // Woken again between its wait and this line.
    if (stopped && turn?.state === 'running') return stopTurn(turnId);
    if (!turn || !['waiting', 'queued'].includes(turn.state)) return stopped;
    const ended = endTurn(
      store.db,
      { turnId, state: 'cancelled', reason: reason('stopped-by-you'), message: null, partial: true },
      clock.now(),
    );
    deps.queue().wake(turn.chatId);
    return ended;
  };
  const openTurn = (chatId: string): Turn | null => store.turns.activeOf(must(chatId).sessionId) ?? store.turns.queuedOf(chatId);
  const stopIn = async (chatId: string): Promise<boolean> => {
    const turn = openTurn(chatId);
    return turn ? stopTurn(turn.id) : false;
  };

  return {
    must,
    /** The one chat of a workspace on a surface, made when missing. */
    open(workspace: Workspace, surface: 'desktop' | 'cli'): Chat {
      const key = `${surface}:${workspace.id}`;
      return (
        store.chats.byKey(surface, key) ?? add(workspace, surface, key, surface === 'cli' ? `Terminal (${workspace.name})` : workspace.name)
      );
    },
    create: (workspace: Workspace, name: string): Chat => add(workspace, 'desktop', newId('key', clock.now()), name),
    stopTurn,
    stopIn,
    /** Whether there is nothing to stop, or this person may: the starter of the turn or an owner. */
    mayStopIn(chatId: string, person: Person): boolean {
      const turn = openTurn(chatId);
      return turn === null || person.role === 'owner' || turn.authorityPersonId === person.id;
    },
    retry(turnId: string): void {
      // An answer by rules may be asked again of a model; an answer of a model stands.
      const calls = store.turns.steps(turnId).filter((s) => s.kind === 'model');
      const alsoDone = deps.isNoAi(calls.at(-1)?.provider ?? '');
      const turn = retryTurn(
        store.db,
        { oldTurnId: turnId, newTurnId: newId('turn', clock.now()), bootId: deps.bootId, alsoDone },
        clock.now(),
      );
      if (!turn) throw new AppError('no-such-turn');
      deps.queue().wake(turn.chatId);
    },
    /** Stops what runs, then begins a new session. */
    async reset(chatId: string): Promise<{ sessionId: string; undoUntil: number }> {
      // A message that waits would start a turn between the stop and the reset.
      const release = deps.queue().hold(chatId);
      try {
        await stopIn(chatId);
        const now = clock.now();
        const sessionId = newId('ses', now);
        resetSession(store.db, { chatId: must(chatId).id, newSessionId: sessionId, handoff: null }, now);
        return { sessionId, undoUntil: now + undoResetMs };
      } finally {
        release();
      }
    },
    undoReset: (chatId: string): { sessionId: string } => ({ sessionId: undoReset(store.db, must(chatId).id, clock.now()) }),
  };
};
export type ChatsService = ReturnType<typeof createChatsService>;
