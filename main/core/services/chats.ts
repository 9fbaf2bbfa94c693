import { AppError } from '#contract/errors.ts';
import type { Attachment } from '#contract/model/files.ts';
import { reason } from '#contract/model/reason.ts';
import type { Chat, Message, Person, Turn, Workspace } from '#contract/model/records.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Queue } from '../queue/queue.ts';
import type { Store } from '../store/store.ts';
import { branchSession } from '../store/transitions/branch.ts';
import { resetSession, undoReset, undoResetMs } from '../store/transitions/session.ts';
import { endTurn } from '../store/transitions/turn-end.ts';
import { ignoreWaiting, retryTurn } from '../store/transitions/turn-start.ts';
import { resumeTurn } from '../store/transitions/turn-wait.ts';

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

  /** A turn that waits for a model goes on at once; false when it does not wait for one. */
  const tryNow = (turnId: string): boolean => {
    const turn = store.turns.byId(turnId);
    if (turn?.wait !== 'quota' || !resumeTurn(store.db, turnId, turn.waitId ?? '')) return false;
    deps.queue().wake(turn.chatId);
    return true;
  };

  /** Nothing starts in this chat while it stops; what was said and not heard until then is set aside. */
  const stopWithNext = async (turnId: string): Promise<boolean> => {
    const chatId = store.turns.byId(turnId)?.chatId;
    if (chatId === undefined) return false;
    const release = deps.queue().hold(chatId);
    try {
      const stopped = await stopTurn(turnId);
      if (stopped) ignoreWaiting(store.db, turnId, reason('stopped-before-read'));
      return stopped;
    } finally {
      release();
    }
  };
  const stopAll = async (chatId: string): Promise<boolean> => {
    const turn = openTurn(chatId);
    return turn ? stopWithNext(turn.id) : false;
  };

  return {
    must,
    /** Also one into which something can be sent. Throws AppError chat-left, chat-closed. */
    mustOpen(chatId: string): Chat {
      const chat = must(chatId);
      if (chat.leftAt !== null) throw new AppError('chat-left');
      if (chat.closedAt !== null) throw new AppError('chat-closed');
      return chat;
    },
    /** The one chat of a workspace on a surface, made when missing. */
    open(workspace: Workspace, surface: 'desktop' | 'cli'): Chat {
      const key = `${surface}:${workspace.id}`;
      return store.chats.byKey(surface, key) ?? add(workspace, surface, key, surface === 'cli' ? `Terminal (${workspace.name})` : '');
    },
    /** Without a name, the first message names it. */
    create: (workspace: Workspace, name: string): Chat => add(workspace, 'desktop', newId('key', clock.now()), name),
    archive: (chatId: string, archived: boolean): void => store.chats.archive(must(chatId).id, archived ? clock.now() : null),
    /** Stops what runs there first. Throws AppError chat-has-tasks. */
    async remove(chatId: string): Promise<void> {
      const tasks = store.chats.taskPrompts(must(chatId).id);
      if (tasks.length > 0) throw new AppError('chat-has-tasks', { tasks: tasks.map((prompt) => prompt.slice(0, 60)).join('; ') });
      await stopAll(chatId);
      store.chats.remove(chatId, clock.now());
    },
    restore: (chatId: string): void => store.chats.restore(must(chatId).id),
    /** A person's Stop: the turn ends, and what waits behind it is not begun by itself (README I3). */
    stopTurn: stopWithNext,
    stopIn: stopAll,
    /** Whether there is nothing to stop, or this person may: the starter of the turn or an owner. */
    mayStopIn(chatId: string, person: Person): boolean {
      const turn = openTurn(chatId);
      return turn === null || person.role === 'owner' || turn.authorityPersonId === person.id;
    },
    tryNow,
    /** What waits for a model in the workspaces of an account goes on: the account works again, or may be used again. */
    tryWaiting(accountId: string): void {
      for (const turnId of store.turns.waitingFor(accountId)) tryNow(turnId);
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
    /** Stops what runs, then goes on from right before a message with its files and the text that `accept` stores. Said twice, it happens once. */
    async editAndResend(
      o: { messageId: string; text: string; externalKey: string },
      accept: (to: {
        chatId: string;
        externalKey: string;
        attachments: readonly Attachment[];
      }) => Promise<{ message: Message; duplicate: boolean }>,
    ): Promise<{ message: Message; duplicate: boolean }> {
      const message = store.messages.byId(o.messageId);
      if (!message) throw new AppError('not-found', { what: 'message', name: o.messageId });
      const chat = must(message.chatId);
      if (message.origin !== 'human') throw new AppError('edit-not-possible');
      if (o.text.trim() === '' && message.attachments.length === 0) throw new AppError('text-empty');
      const release = deps.queue().hold(chat.id);
      try {
        if (store.messages.byKey(chat.id, o.externalKey) === null) {
          await stopIn(chat.id);
          branchSession(store.db, { messageId: message.id, newSessionId: newId('ses', clock.now()) }, clock.now());
        }
        return await accept({ chatId: chat.id, externalKey: o.externalKey, attachments: message.attachments });
      } finally {
        release();
      }
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
