import { audienceOf, recognise } from '../../commands/recognise.ts';
import { createInbox, type Inbox } from '../../inbox/inbox.ts';
import type { AsksService } from '../../services/asks.ts';
import type { SecretsService } from '../../services/secrets.ts';
import { acceptMessages } from '../../store/transitions/accept.ts';
import type { AsksOnPhones } from '../asks/asks-on-phones.ts';
import type { Foundation } from '../foundation.ts';
import { isSecretAnswer } from '../secrets/secret-answers.ts';
import { commandIn } from './inbox-wiring.ts';
import type { Replies } from './replies.ts';

/** Where every message comes in, from a window, a terminal or a phone: stored, and a command, an answer or work for a queue. */
export const wireEntry = (
  f: Foundation,
  w: {
    phones: Pick<AsksOnPhones, 'isAnswer'>;
    asks: Pick<AsksService, 'pendingFor'>;
    replies: Pick<Replies, 'isOnNetwork'>;
    secrets: Pick<SecretsService, 'keepTyped' | 'dropTyped'>;
    runCommand: Parameters<typeof createInbox>[0]['runCommand'];
    wake: (chatId: string) => void;
  },
): Inbox =>
  createInbox({
    store: (list) => acceptMessages(f.store.db, list, f.clock.now()),
    recognise(text, chatId, person, quotes) {
      const command = commandIn(f.store, text, chatId);
      if (command) return { audience: audienceOf(command) };
      if (w.phones.isAnswer(chatId, person, quotes)) return { audience: 'user' };
      const asked = w.asks.pendingFor(person).some(({ kind }) => kind === 'approval');
      return asked && recognise(text, false, true) ? { audience: 'user' } : null;
    },
    isSecretAnswer: (text, chatId, person) => isSecretAnswer(f.store, { text, chatId, person, isOnNetwork: w.replies.isOnNetwork(chatId) }),
    keepTyped: w.secrets.keepTyped,
    dropTyped: w.secrets.dropTyped,
    runCommand: w.runCommand,
    wake: w.wake,
    log: f.logFile.scope('inbox'),
  });
