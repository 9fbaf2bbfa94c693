import { AppError } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const chatRoutes = (os: Base, { store, views, reader, chats, workspaces, inbox, clock, tell, stopCommand }: ApiDeps) => {
  const mustView = (chatId: string) => {
    const view = views.chat(chatId);
    if (!view) throw new AppError('not-found', { what: 'chat', name: chatId });
    return view;
  };
  return {
    chats: {
      list: os.chats.list.handler(() => {
        // A workspace always has a chat to click on.
        for (const w of store.workspaces.list()) chats.open(w, 'desktop');
        return views.chats();
      }),
      open: os.chats.open.handler(({ input }) => mustView(chats.open(workspaces.must(input.workspace), input.surface).id)),
      create: os.chats.create.handler(({ input }) => {
        const workspace = store.workspaces.byId(input.workspaceId);
        if (!workspace) throw new AppError('not-found', { what: 'workspace', name: input.workspaceId });
        return mustView(
          chats.create(
            workspace,
            input.name?.trim() || `${workspace.name} ${views.chats().filter((c) => c.workspaceId === workspace.id).length + 1}`,
          ).id,
        );
      }),
      thread: os.chats.thread.handler(({ input }) => {
        const eventSeq = store.events.last();
        return views.thread(mustView(input.chatId), { before: input.before, limit: input.limit }, eventSeq);
      }),
      saveDraft: os.chats.saveDraft.handler(({ input }) => {
        store.chats.saveDraft(chats.must(input.chatId).id, input.text);
        return { saved: true as const };
      }),
      search: os.chats.search.handler(({ input }) => reader.search(input)),
    },
    messages: {
      send: os.messages.send.handler(async ({ input, context }) => {
        const chat = chats.must(input.chatId);
        const accepted = await inbox.accept({
          chatId: chat.id,
          externalKey: `client:${input.clientId}`,
          person: store.people.owner(),
          text: input.text,
          sentAt: clock.now(),
        });
        if (context.surface !== 'cli' && !accepted.duplicate) store.chats.saveDraft(chat.id, '');
        return { messageId: accepted.message.id, duplicate: accepted.duplicate };
      }),
      stopCommand: os.messages.stopCommand.handler(({ input }) => ({ stopped: stopCommand(input.messageId) })),
      turnOf: os.messages.turnOf.handler(({ input }) => {
        const message = store.messages.byId(input.messageId);
        if (!message) throw new AppError('not-found', { what: 'message', name: input.messageId });
        const turn = message.turnId ? views.turn(message.turnId) : null;
        const reply = message.command
          ? message.command.output
          : message.turnId
            ? (store.messages.finalOf(message.turnId)?.text ?? null)
            : null;
        return { messageState: message.state, reason: message.reason, turn, reply };
      }),
    },
    sessions: {
      reset: os.sessions.reset.handler(async ({ input }) => {
        const begun = await chats.reset(input.chatId);
        await tell(input.chatId, reason('session-reset'));
        return begun;
      }),
      undoReset: os.sessions.undoReset.handler(async ({ input }) => {
        const back = chats.undoReset(input.chatId);
        await tell(input.chatId, reason('session-restored'));
        return back;
      }),
    },
  };
};
