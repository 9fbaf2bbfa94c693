import { AppError } from '#contract/errors.ts';
import type { Ask, Person } from '#contract/model/records.ts';
import type { LiveText } from '../agent/live-text.ts';
import { createCommands } from '../commands/run-command.ts';
import type { Sandboxes } from '../sandbox/ports.ts';
import type { AsksService } from '../services/asks.ts';
import type { ChatsService } from '../services/chats.ts';
import { createBlobRefs } from '../store/blob-refs.ts';
import type { Store } from '../store/store.ts';
import { taintSession, workspaceMark } from '../store/taint.ts';
import { failCommand, finishCommand } from '../store/transitions/accept.ts';
import { shorten } from '../tools/output.ts';
import type { Foundation } from './foundation.ts';
import type { Replies } from './replies.ts';

export interface CommandWiring {
  readonly sandboxes: Sandboxes;
  readonly chats: ChatsService;
  readonly asks: AsksService;
  readonly replies: Replies;
  readonly live: LiveText;
  readonly later: (run: () => void) => void;
  readonly stopping: AbortSignal;
}

const subjectOf = ({ payload }: Ask): string =>
  payload.kind === 'approval' ? payload.tool : payload.questions.map((q) => q.question).join(' / ');

// The output of a shell command is for the model, too: its session has then met the workspace's files.
const showToModel = (store: Store, messageId: string): void => {
  const message = store.messages.byId(messageId);
  const chat = message && store.chats.byId(message.chatId);
  if (!message?.sessionId || message.audience === 'user' || !chat) return;
  const { untrusted, cause } = workspaceMark(store.db, chat.workspaceId);
  if (untrusted) taintSession(store.db, message.sessionId, { untrusted, secret: false, cause });
  taintSession(store.db, message.sessionId, { untrusted: false, secret: true, cause: `a command in message ${messageId}` });
};

/** What typed commands can do, over the services. */
export const wireCommands = (f: Foundation, w: CommandWiring) => {
  const { store } = f;
  const blobRefs = createBlobRefs(store.db, f.clock.now);
  const checkStop = (chatId: string, person: Person): void => {
    if (!w.chats.mayStopIn(chatId, person)) throw new AppError('not-allowed');
  };
  return createCommands({
    person: store.people.get,
    toolbox: (chatId, signal) => w.sandboxes.acquire(w.chats.must(chatId).workspaceId, signal),
    shorten: (text) => shorten(text, f.blobs),
    finish(id, result) {
      store.db.tx(() => {
        finishCommand(store.db, id, result);
        showToModel(store, id);
        if (result.outputBlob !== null)
          blobRefs.add({
            sha256: result.outputBlob,
            bytes: f.blobs.size(result.outputBlob),
            mime: 'text/plain',
            ownerKind: 'message',
            ownerId: id,
            workspaceId: null,
          });
      });
      w.live.end(id);
    },
    fail(id, code, line) {
      failCommand(store.db, id, code, line);
      w.live.end(id);
    },
    later: w.later,
    tell: w.replies.tell,
    async stop(chatId, person) {
      checkStop(chatId, person);
      return w.chats.stopIn(chatId);
    },
    async reset(chatId, person) {
      checkStop(chatId, person);
      await w.chats.reset(chatId);
    },
    undoReset: (chatId) => void w.chats.undoReset(chatId),
    answer: (id, decision, person) => void w.asks.answer({ id, decision, answers: [], person, surface: 'chat' }),
    pending: (person) =>
      w.asks
        .pendingFor(person)
        .map((ask) => `${ask.shortId}: ${subjectOf(ask)}`)
        .join('\n') || 'Nothing waits for you.',
    live: (chatId, messageId, text) => w.live.append({ chatId, turnId: '', stepId: messageId, kind: 'tool' }, text),
    signal: w.stopping,
    log: f.logFile.scope('commands'),
  });
};
