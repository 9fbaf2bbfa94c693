import { AppError } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import { findTypedSecret } from '#contract/model/typed-secret.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const chatRoutes = (os: Base, deps: ApiDeps) => {
  const { store, views, reader, chats, uploads, workspaces, inbox, clock, tell, stopCommand } = deps;
  const mustView = (chatId: string) => {
    const view = views.chat(chatId);
    if (!view) throw new AppError('not-found', { what: 'chat', name: chatId });
    return view;
  };
  return {
    chats: {
      list: os.chats.list.handler(() => {
        // A workspace always has a chat to click on.
        const listed = views.chats();
        const without = store.workspaces
          .list()
          .filter((w) => !listed.some((c) => c.workspaceId === w.id && c.channel === 'desktop' && !c.archived));
        if (without.length === 0) return listed;
        for (const w of without) store.chats.archive(chats.open(w, 'desktop').id, null);
        return views.chats();
      }),
      open: os.chats.open.handler(({ input }) => mustView(chats.open(workspaces.must(input.workspace), input.surface).id)),
      create: os.chats.create.handler(({ input }) => {
        const workspace = store.workspaces.byId(input.workspaceId);
        if (!workspace) throw new AppError('not-found', { what: 'workspace', name: input.workspaceId });
        return mustView(chats.create(workspace, input.name?.trim() ?? '').id);
      }),
      thread: os.chats.thread.handler(({ input }) => {
        const eventSeq = store.events.last();
        return views.thread(mustView(input.chatId), input, eventSeq);
      }),
      rename: os.chats.rename.handler(({ input }) => {
        store.chats.rename(chats.must(input.chatId).id, input.name);
        return mustView(input.chatId);
      }),
      archive: os.chats.archive.handler(({ input }) => {
        chats.archive(input.chatId, input.archived);
        return mustView(input.chatId);
      }),
      remove: os.chats.remove.handler(async ({ input }) => {
        await chats.remove(input.chatId);
        return { removed: true as const };
      }),
      restore: os.chats.restore.handler(({ input }) => {
        chats.restore(input.chatId);
        return mustView(input.chatId);
      }),
      markRead: os.chats.markRead.handler(({ input }) => ({ readSeq: store.chats.markRead(chats.must(input.chatId).id, input.seq) })),
      prompt: os.chats.prompt.handler(({ input }) => deps.prompt(chats.must(input.chatId).id)),
      meter: os.chats.meter.handler(({ input }) => deps.meter(chats.must(input.chatId).id)),
      saveDraft: os.chats.saveDraft.handler(({ input }) => {
        // What will go into the vault is in no draft either.
        const { id } = chats.must(input.chatId);
        const isSecret = findTypedSecret(input.text) !== null || deps.isSecretAnswer(input.text, id);
        store.chats.saveDraft(id, isSecret ? '' : input.text);
        return { saved: true as const };
      }),
      search: os.chats.search.handler(async ({ input }) => {
        const { hits, olderBefore } = await reader.search(input);
        const named = hits.map(({ provider, ...hit }) => ({ ...hit, noAi: provider !== null && deps.isNoAi(provider) }));
        return { hits: named, olderBefore };
      }),
    },
    messages: {
      send: os.messages.send.handler(async ({ input, context, signal }) => {
        const chat = chats.mustOpen(input.chatId);
        const externalKey = `client:${input.clientId}`;
        // Its files are no longer in the draft: it was taken before, and its answer did not arrive.
        const before = input.files.length > 0 ? store.messages.byKey(chat.id, externalKey) : null;
        if (before) return { messageId: before.id, duplicate: true };
        // Placing files may take long; what is typed meanwhile is the next draft.
        const sentDraft = store.chats.draft(chat.id);
        const attachments = await uploads.place(chat, input.files, signal ?? new AbortController().signal);
        const accepted = await inbox.accept({
          chatId: chat.id,
          externalKey,
          person: store.people.owner(),
          text: input.text,
          sentAt: clock.now(),
          attachments,
        });
        if (context.surface !== 'cli' && !accepted.duplicate) store.chats.dropDraft(chat.id, sentDraft);
        return { messageId: accepted.message.id, duplicate: accepted.duplicate };
      }),
      stopCommand: os.messages.stopCommand.handler(({ input }) => ({ stopped: stopCommand(input.messageId) })),
      fetchFiles: os.messages.fetchFiles.handler(({ input }) => deps.incomingFiles.fetchAgain(input.messageId)),
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
