import type { Ask } from '#contract/model/records.ts';
import type { LiveText } from '../agent/live-text.ts';
import { createCommands } from '../commands/run-command.ts';
import type { Sandboxes } from '../sandbox/ports.ts';
import type { AsksService } from '../services/asks.ts';
import type { ChatsService } from '../services/chats.ts';
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

/** What typed commands can do, over the services. */
export const wireCommands = (f: Foundation, w: CommandWiring) => {
  const { store } = f;
  return createCommands({
    toolbox: (chatId, signal) => w.sandboxes.acquire(w.chats.must(chatId).workspaceId, signal),
    shorten: (text) => shorten(text, f.blobs).text,
    finish(id, result) {
      finishCommand(store.db, id, result);
      w.live.end(id);
    },
    fail(id, code, line) {
      failCommand(store.db, id, code, line);
      w.live.end(id);
    },
    later: w.later,
    tell: w.replies.tell,
    stop: w.chats.stopIn,
    reset: async (chatId) => void (await w.chats.reset(chatId)),
    undoReset: (chatId) => void w.chats.undoReset(chatId),
    answer(id, decision, personId) {
      const person = store.people.get(personId);
      if (!person) throw new Error(`nobody has the id ${personId}`);
      w.asks.answer({ id, decision, answers: [], person, surface: 'chat' });
    },
    pending: () =>
      store.asks
        .list({ pendingOnly: true })
        .map((ask) => `${ask.shortId}: ${subjectOf(ask)}`)
        .join('\n') || 'Nothing waits for you.',
    live: (chatId, messageId, text) => w.live.append({ chatId, turnId: '', stepId: messageId, kind: 'tool' }, text),
    signal: w.stopping,
    log: f.logFile.scope('commands'),
  });
};
