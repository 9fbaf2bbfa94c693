import { AppError } from '#contract/errors.ts';
import type { Attachment, MissingFile } from '#contract/model/files.ts';
import type { Message, Person } from '#contract/model/records.ts';
import type { Audience, Role } from '#contract/model/states.ts';
import { findTypedSecret, hiddenValue } from '#contract/model/typed-secret.ts';
import { newId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { checkText } from './text.ts';

export interface Incoming {
  readonly chatId: string;
  /** Unique for the connection: a repeated send has the same one. */
  readonly externalKey: string;
  readonly person: Person;
  readonly text: string;
  readonly sentAt: number;
  readonly late?: boolean;
  /** The network's id of it, and of the message that it quotes. */
  readonly externalId?: string;
  readonly quotes?: string;
  /** Kept to be read, never answered and never a command: the code says why. Needs no role. */
  readonly aside?: string;
  /** Files that lie in the workspace already; with them the text may be empty. */
  readonly attachments?: readonly Attachment[];
  /** Files that did not come; with them the text may be empty, too. */
  readonly missing?: readonly MissingFile[];
}
interface NewMessage {
  readonly id: string;
  readonly chatId: string;
  readonly externalKey: string;
  readonly personId: string;
  readonly role: Role;
  readonly origin: 'human' | 'task' | 'command';
  readonly audience: Audience;
  readonly text: string;
  readonly sentAt: number;
  readonly late: boolean;
  readonly externalId?: string;
  readonly quotes?: string;
  readonly aside?: string;
  readonly attachments: readonly Attachment[];
  readonly missing: readonly MissingFile[];
}
interface Accepted {
  readonly message: Message;
  readonly duplicate: boolean;
}

export interface InboxDeps {
  readonly store: (list: readonly NewMessage[]) => Accepted[];
  /** Whether a text is a command, and for whose eyes it is. Pure: nothing is done before the message is stored. */
  readonly recognise: (text: string, chatId: string, person: Person, quotes?: string) => { audience: Audience } | null;
  /** Whether a text may be a secret that is asked for, typed where none is taken. */
  readonly isSecretAnswer: (text: string, chatId: string, person: Person) => boolean;
  /** A value that an owner typed: kept in the vault until the command has its message. Throws when it cannot be written. */
  readonly keepTyped: (messageId: string, value: string) => void;
  readonly dropTyped: (messageId: string) => void;
  readonly runCommand: (message: Message) => void;
  readonly wake: (chatId: string) => void;
  readonly log: Log;
}

const batchMax = 64;

/**
 * Where every message comes in: checked, stored once, then acted upon. Messages that arrive in one tick share a
 * transaction of at most 64; while it commits (it blocks the tick) the next ones gather, so nobody waits for a timer.
 */
export const createInbox = (deps: InboxDeps) => {
  let waiting: { message: NewMessage; resolve: (a: Accepted) => void; reject: (e: unknown) => void }[] = [];
  let scheduled = false;

  const flush = (): void => {
    scheduled = false;
    const batch = waiting.slice(0, batchMax);
    waiting = waiting.slice(batchMax);
    if (waiting.length > 0) schedule();
    let stored: Accepted[];
    try {
      stored = deps.store(batch.map((b) => b.message));
    } catch (error) {
      for (const { message, reject } of batch) {
        deps.dropTyped(message.id);
        reject(error);
      }
      return;
    }
    stored.forEach((accepted, i) => {
      batch[i]?.resolve(accepted);
      if (accepted.duplicate) {
        const again = batch[i];
        if (again) deps.dropTyped(again.message.id);
        return;
      }
      deps.log('info', 'message received', {
        messageId: accepted.message.id,
        chatId: accepted.message.chatId,
        origin: accepted.message.origin,
        characters: accepted.message.text.length,
      });
      if (accepted.message.origin === 'command') deps.runCommand(accepted.message);
    });
    for (const chatId of new Set(
      stored.filter((a) => !a.duplicate && a.message.origin !== 'command' && a.message.state !== 'ignored').map((a) => a.message.chatId),
    ))
      deps.wake(chatId);
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };

  return {
    /** Resolves when the message is durable. Rejects AppError text-… or not-allowed, disk-full. */
    async accept(incoming: Incoming): Promise<Accepted> {
      const { aside } = incoming;
      if (aside === undefined && incoming.person.role === 'unknown') throw new AppError('not-allowed');
      const attachments = incoming.attachments ?? [];
      const missing = incoming.missing ?? [];
      const hasFiles = attachments.length + missing.length > 0;
      const said = hasFiles && incoming.text.trim() === '' ? '' : checkText(incoming.text);
      // What is stored has no value in it, whoever typed it.
      const typed = findTypedSecret(said);
      const isSecretAnswer = aside === undefined && !typed && deps.isSecretAnswer(said, incoming.chatId, incoming.person);
      const text = isSecretAnswer ? hiddenValue : (typed?.text ?? said);
      const command =
        aside === undefined
          ? isSecretAnswer
            ? ({ audience: 'user' } as const)
            : deps.recognise(text, incoming.chatId, incoming.person, incoming.quotes)
          : null;
      const id = newId('msg');
      if (command && typed?.given && incoming.person.role === 'owner') deps.keepTyped(id, typed.given.value);
      const message: NewMessage = {
        id,
        chatId: incoming.chatId,
        externalKey: incoming.externalKey,
        personId: incoming.person.id,
        role: incoming.person.role,
        origin: command ? 'command' : 'human',
        audience: command?.audience ?? 'both',
        text,
        sentAt: incoming.sentAt,
        late: incoming.late ?? false,
        ...(incoming.externalId === undefined ? {} : { externalId: incoming.externalId }),
        ...(incoming.quotes === undefined ? {} : { quotes: incoming.quotes }),
        ...(aside === undefined ? {} : { aside }),
        attachments,
        missing,
      };
      const stored = new Promise<Accepted>((resolve, reject) => void waiting.push({ message, resolve, reject }));
      schedule();
      return stored;
    },
  };
};
export type Inbox = ReturnType<typeof createInbox>;
