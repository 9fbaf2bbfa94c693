import { createHash } from 'node:crypto';
import { implement } from '@orpc/server';
import { mostFileBytes } from '#contract/model/files.ts';
import { contract } from '#contract/ui/contract.ts';
import type { ChatView } from '#contract/ui/views.ts';
import { failure, found } from './fixture-faults.ts';
import type { FixtureHost, FixtureLog } from './fixture-host.ts';
import { makeChat, makeMessage } from './fixture-state.ts';
import { foldedPart, threadPage } from './fixture-thread.ts';

/** The whole output behind every `outputBlob` of the fixture. */
export const wholeOutput = Array.from({ length: 4_000 }, (_, i) => `line ${i + 1}`).join('\n');
export const wholeOutputSha256 = createHash('sha256').update(wholeOutput).digest('hex');

/** The routes of chats, what is said in them, and what they ask. */
export const chatRoutes = (host: FixtureHost, log: FixtureLog) => {
  const os = implement(contract);
  const { state } = host;
  const chatOf = (id: string): ChatView => found(state.chats.find((chat) => chat.id === id));
  const change = (id: string, part: Partial<ChatView>): ChatView => {
    state.chats = state.chats.map((chat) => (chat.id === id ? { ...chat, ...part } : chat));
    host.emit('chat', id, { chatId: id });
    return chatOf(id);
  };
  const seenIds = new Map<string, string>();
  const removed = new Map<string, ChatView>();
  const uploads = new Map<string, { chatId: string; name: string; bytes: number }>();
  return {
    chats: {
      list: os.chats.list.handler(() => state.chats),
      open: os.chats.open.handler(() => {
        const chat = makeChat({ id: `chat-${state.chats.length + 1}`, name: 'home' });
        state.chats = [...state.chats, chat];
        return chat;
      }),
      create: os.chats.create.handler(({ input }) => {
        const workspace = found(state.workspaces.find(({ id }) => id === input.workspaceId));
        const chat = makeChat({
          id: `chat-${state.chats.length + 1}`,
          name: input.name ?? '',
          workspaceId: workspace.id,
          workspace: workspace.name,
        });
        state.chats = [...state.chats, chat];
        host.emit('chat', chat.id, { chatId: chat.id });
        return chat;
      }),
      thread: os.chats.thread.handler(({ input }) => ({
        chat: chatOf(input.chatId),
        ...threadPage(state, input),
        eventSeq: log.events.length,
      })),
      rename: os.chats.rename.handler(({ input }) => change(input.chatId, { name: input.name })),
      archive: os.chats.archive.handler(({ input }) => change(input.chatId, { archived: input.archived })),
      remove: os.chats.remove.handler(({ input }) => {
        removed.set(input.chatId, chatOf(input.chatId));
        state.chats = state.chats.filter(({ id }) => id !== input.chatId);
        host.emit('chat', input.chatId, { chatId: input.chatId });
        return { removed: true as const };
      }),
      restore: os.chats.restore.handler(({ input }) => {
        state.chats = [...state.chats, found(removed.get(input.chatId))];
        return change(input.chatId, {});
      }),
      markRead: os.chats.markRead.handler(({ input }) => {
        if (chatOf(input.chatId).readSeq < input.seq) change(input.chatId, { readSeq: input.seq, unread: 0 });
        return { readSeq: input.seq };
      }),
      meter: os.chats.meter.handler(() => state.meter),
      prompt: os.chats.prompt.handler(() => ({
        parts: { instructions: 900, memory: 400, tools: 2_600, history: 9_000, files: 5_000 },
        limit: 200_000,
        costMicros: 53_700,
      })),
      search: os.chats.search.handler(({ input }) => {
        const hits = state.messages
          .filter((m) => m.text.toLowerCase().includes(input.query.toLowerCase()) && (input.chatId === null || m.chatId === input.chatId))
          .filter((m) => input.before === null || m.seq < input.before)
          .reverse()
          .slice(0, input.limit)
          .map((m) => {
            const chat = chatOf(m.chatId);
            const at = m.text.toLowerCase().indexOf(input.query.toLowerCase());
            const word = m.text.slice(at, at + input.query.length);
            return {
              seq: m.seq,
              chatId: m.chatId,
              chat: chat.name,
              workspaceId: chat.workspaceId,
              workspace: chat.workspace,
              origin: m.origin,
              author: m.author,
              noAi: false,
              file: null,
              snippet: `${m.text.slice(0, at)}\u2068${word}\u2069${m.text.slice(at + word.length)}`,
              sentAt: m.sentAt,
            };
          });
        return { hits, olderBefore: hits.length === input.limit ? (hits.at(-1)?.seq ?? null) : null };
      }),
      saveDraft: os.chats.saveDraft.handler(({ input }) => {
        change(input.chatId, { draft: input.text });
        return { saved: true as const };
      }),
    },
    messages: {
      send: os.messages.send.handler(({ input }) => {
        const known = seenIds.get(input.clientId);
        if (known !== undefined) return { messageId: known, duplicate: true };
        const seq = (state.messages.at(-1)?.seq ?? 0) + 1;
        const attachments = chatOf(input.chatId).draftFiles.filter(({ sha256 }) => input.files.includes(sha256));
        const message = makeMessage(seq, { chatId: input.chatId, text: input.text, sentAt: Date.now(), attachments });
        state.messages.push(message);
        seenIds.set(input.clientId, message.id);
        change(input.chatId, {
          lastText: input.text,
          lastAt: Date.now(),
          draft: '',
          draftFiles: [],
          name: chatOf(input.chatId).name || input.text,
        });
        host.emit('message', message.id, { chatId: input.chatId });
        host.onSend(input.text, seq);
        return { messageId: message.id, duplicate: false };
      }),
      fetchFiles: os.messages.fetchFiles.handler(() => ({ fetched: 1 })),
      stopCommand: os.messages.stopCommand.handler(({ input }) => {
        state.messages = state.messages.map((message) =>
          message.id === input.messageId
            ? { ...message, state: 'answered', command: { line: 'stopped', exitCode: null, output: '[cancelled]', outputBlob: null } }
            : message,
        );
        host.emit('message', input.messageId);
        return { stopped: true };
      }),
    },
    blobs: {
      begin: os.blobs.begin.handler(({ input }) => {
        if (input.bytes > mostFileBytes) throw failure('file-too-large', `"${input.name}" is too large to send.`);
        const uploadId = `upload-${uploads.size + 1}`;
        uploads.set(uploadId, { chatId: input.chatId, name: input.name, bytes: 0 });
        return { uploadId };
      }),
      piece: os.blobs.piece.handler(({ input }) => {
        const upload = found(uploads.get(input.uploadId));
        upload.bytes += input.data.size;
        return { received: upload.bytes };
      }),
      end: os.blobs.end.handler(({ input }) => {
        const { chatId, name, bytes } = found(uploads.get(input.uploadId));
        const sha256 = createHash('sha256').update(input.uploadId).digest('hex');
        const file = { sha256, name, bytes, mime: /\.png$/.test(name) ? 'image/png' : 'text/plain' };
        change(chatId, { draftFiles: [...chatOf(chatId).draftFiles, file] });
        return file;
      }),
      drop: os.blobs.drop.handler(({ input }) => {
        change(input.chatId, { draftFiles: chatOf(input.chatId).draftFiles.filter(({ sha256 }) => sha256 !== input.sha256) });
        return { dropped: true as const };
      }),
      cancel: os.blobs.cancel.handler(() => ({ cancelled: true as const })),
    },
    turns: {
      get: os.turns.get.handler(({ input }) => found(state.turns.find(({ id }) => id === input.turnId))),
      stop: os.turns.stop.handler(({ input }) => {
        state.turns = state.turns.map((turn) =>
          turn.id === input.turnId
            ? { ...turn, state: 'cancelled', reason: { code: 'stopped-by-you', params: {} }, endedAt: Date.now() }
            : turn,
        );
        host.emit('turn', input.turnId);
        return { stopped: true };
      }),
      tellWhenDone: os.turns.tellWhenDone.handler(({ input }) => {
        const changed = state.awaited.has(input.turnId) !== input.on;
        if (input.on) state.awaited.add(input.turnId);
        else state.awaited.delete(input.turnId);
        if (changed) host.emit('turn', input.turnId);
        return { changed };
      }),
      awaited: os.turns.awaited.handler(() =>
        state.turns.filter(({ id }) => state.awaited.has(id)).map((turn) => ({ turnId: turn.id, chatId: turn.chatId, state: turn.state })),
      ),
      tryNow: os.turns.tryNow.handler(() => ({ queued: true })),
      retry: os.turns.retry.handler(() => ({ queued: true as const })),
      editAndResend: os.turns.editAndResend.handler(({ input }) => {
        const old = found(state.messages.find(({ id }) => id === input.messageId));
        const seq = (state.messages.at(-1)?.seq ?? 0) + 1;
        const replaced = state.messages.filter((message) => message.seq >= old.seq);
        state.folds.push({ fromSeq: old.seq, toSeq: seq - 1, messages: replaced.length });
        const message = makeMessage(seq, { chatId: old.chatId, text: input.text, sentAt: Date.now() });
        state.messages.push(message);
        host.emit('session', 'session-2', { chatId: old.chatId });
        return { messageId: message.id, duplicate: false };
      }),
      earlier: os.turns.earlier.handler(({ input }) => foldedPart(state, input)),
      output: os.turns.output.handler(({ input }) => {
        const text = wholeOutput.slice(input.offset, input.offset + 20_000);
        const end = input.offset + text.length;
        return { text, totalBytes: wholeOutput.length, nextOffset: end < wholeOutput.length ? end : null };
      }),
    },
    sessions: {
      reset: os.sessions.reset.handler(({ input }) => {
        const undoUntil = Date.now() + 600_000;
        const seq = (state.messages.at(-1)?.seq ?? 0) + 1;
        state.messages.push(
          makeMessage(seq, { chatId: input.chatId, origin: 'harness', reason: { code: 'session-reset', params: {} }, text: '' }),
        );
        change(input.chatId, { sessionId: 'session-2', undoResetUntil: undoUntil });
        return { sessionId: 'session-2', undoUntil };
      }),
      undoReset: os.sessions.undoReset.handler(({ input }) => {
        change(input.chatId, { sessionId: 'session-1', undoResetUntil: null });
        return { sessionId: 'session-1' };
      }),
    },
    asks: {
      list: os.asks.list.handler(({ input }) => state.asks.filter((ask) => input.state === 'all' || ask.state === 'pending')),
      again: os.asks.again.handler(({ input }) => {
        state.asks = state.asks.map((ask) => (ask.id === input.id ? { ...ask, canAskAgain: false } : ask));
        host.emit('ask', input.id);
        return { queued: true as const };
      }),
      answer: os.asks.answer.handler(({ input }) => {
        const ask = found(state.asks.find(({ id }) => id === input.id));
        const answered = {
          ...ask,
          state: input.decision === 'deny' ? ('denied' as const) : ('answered' as const),
          answeredBy: 'You',
          answeredAt: Date.now(),
          surface: 'desktop',
        };
        state.asks = state.asks.map((other) => (other.id === ask.id ? answered : other));
        host.emit('ask', ask.id, { chatId: ask.chatId });
        return answered;
      }),
    },
  };
};
