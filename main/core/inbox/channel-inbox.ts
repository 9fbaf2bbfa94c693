import { isAppError } from '#contract/errors.ts';
import type { ContextCode } from '#contract/model/aside.ts';
import type { Person } from '#contract/model/records.ts';
import { findTypedSecret, hideTypedSecret, type TypedSecret } from '#contract/model/typed-secret.ts';
import { notTextNote } from '#contract/text/not-text.ts';
import type { ChannelChange, ChannelFile, ChannelMessage } from '#plugin-api';
import { createKeyedSerial } from '../base/keyed-serial.ts';
import type { Log } from '../base/log.ts';
import { isAddressed } from './addressed.ts';
import type { Incoming } from './inbox.ts';
import { checkText } from './text.ts';

/** A linked number as far as arriving messages need it. */
export interface Line {
  readonly id: string;
  readonly channel: string;
  readonly mode: 'own' | 'assistant';
}
/** Somebody in a chat, with the role that they have there. */
type Somebody = Pick<ChannelMessage, 'senderKey' | 'aliases' | 'senderName' | 'kind' | 'fromSelf'>;

export interface ChannelInboxDeps {
  /** Whether an id is one of ours, on any number: it may be seen by two of them. */
  readonly isOurs: (line: Line, externalId: string) => boolean;
  readonly noteChat: (
    line: Line,
    seen: Pick<ChannelMessage, 'chatKey' | 'chatAliases' | 'kind'>,
    name: string,
  ) => { readonly id: string; readonly isOpen: boolean; readonly wasClosed: boolean };
  /** Makes the chat one of the admin workspace's. */
  readonly register: (chatId: string) => void;
  readonly identify: (line: Line, keys: readonly string[], name: string) => Person;
  readonly roleIn: (chatId: string, person: Person) => Person['role'];
  /** Whether one of the keys is the owner's; makes nobody known. */
  readonly isOwner: (line: Line, keys: readonly string[]) => boolean;
  /** Whether one of the keys is a number of the assistant's own. */
  readonly isAssistant: (line: Line, keys: readonly string[]) => boolean;
  /** When messages there are meant for the assistant, and what it is called. */
  readonly trigger: (chatId: string) => { readonly when: 'addressed' | 'always'; readonly names: readonly string[] };
  /** A command that nobody types in passing, such as an approval by its code. */
  readonly worksUnaddressed: (text: string, chatId: string) => boolean;
  /** Fetches the files of a message and puts them into the chat's workspace. Rejects when the host stops. */
  readonly files: (
    line: Line,
    chatId: string,
    o: { externalKey: string; files: readonly ChannelFile[]; sentAt: number; mayFetch: boolean },
  ) => Promise<Pick<Incoming, 'attachments' | 'missing'>>;
  readonly accept: (incoming: Incoming) => Promise<unknown>;
  readonly change: (
    what: ChannelChange['type'],
    c: { connectionId: string; chatId: string; target: string; personId: string; role: Person['role']; text: string; hide?: string },
  ) => void;
  readonly log: Log;
}

/**
 * Messages of a network on their way in. Resolves when there is nothing left to keep: then the channel may forget its copy.
 * Rejects when it could not be stored (disk full); the channel keeps it and it comes again.
 */
export const createChannelInbox = (deps: ChannelInboxDeps) => {
  const inOrder = createKeyedSerial();
  const nameOf = (m: Somebody): string => (m.kind === 'direct' && !m.fromSelf ? (m.senderName ?? '') : '');
  const keysOf = (m: Somebody): string[] => [m.senderKey, ...m.aliases];

  // The text of a chat that nobody has registered ends here.
  const isWanted = (line: Line, m: ChannelMessage): { id: string } | null => {
    const noted = deps.noteChat(line, m, nameOf(m));
    if (noted.isOpen) return noted;
    const isOwners = line.mode === 'own' ? m.kind === 'self' : m.kind === 'direct' && !m.fromSelf && deps.isOwner(line, keysOf(m));
    if (!isOwners || noted.wasClosed) return null;
    deps.register(noted.id);
    return noted;
  };
  const personIn = (line: Line, chatId: string, m: Somebody): Person => {
    const person = deps.identify(line, keysOf(m), m.senderName ?? '');
    return { ...person, role: isAssistants(line, m) ? 'unknown' : deps.roleIn(chatId, person) };
  };
  // A number of the assistant's is never a human, whoever holds its phone.
  const isAssistants = (line: Line, m: Somebody): boolean => (m.fromSelf && line.mode === 'assistant') || deps.isAssistant(line, keysOf(m));

  const asideOf = (line: Line, chatId: string, m: ChannelMessage, person: Person): ContextCode | 'message-unreadable' | undefined => {
    if (m.unsupported === 'unreadable') return 'message-unreadable';
    if (isAssistants(line, m)) return 'own-number';
    if (person.role === 'unknown') return 'not-allowed-here';
    if (m.kind === 'self' || isCalled(line, chatId, m)) return undefined;
    return isToOthers(m) ? 'said-to-others' : 'not-addressed';
  };
  // What the owner types to somebody on the phone is for them, whatever the chat's rule is.
  const isToOthers = (m: ChannelMessage): boolean => m.fromSelf && m.kind === 'direct';
  const isCalled = (line: Line, chatId: string, m: ChannelMessage): boolean => {
    const { when, names } = deps.trigger(chatId);
    if (when === 'always' && !isToOthers(m)) return true;
    const said = {
      text: m.text,
      // In the owner's own number a mention of it means the owner.
      mentionsUs: line.mode === 'assistant' && deps.isAssistant(line, m.mentions),
      repliesToUs: m.quote !== undefined && deps.isOurs(line, m.quote),
    };
    return isAddressed(said, names) || deps.worksUnaddressed(m.text, chatId);
  };

  const store = async (line: Line, m: ChannelMessage, chatId: string): Promise<void> => {
    const person = personIn(line, chatId, m);
    const aside = asideOf(line, chatId, m, person);
    const files = m.files.length > 0 ? await deps.files(line, chatId, { ...m, mayFetch: person.role !== 'unknown' }) : {};
    const text = [m.text, m.unsupported ? notTextNote(m.unsupported) : ''].filter((part) => part.trim() !== '').join('\n');
    try {
      await deps.accept({
        chatId,
        externalKey: m.externalKey,
        externalId: m.externalId,
        person,
        text,
        sentAt: m.sentAt,
        late: m.late,
        ...files,
        ...(m.quote === undefined ? {} : { quotes: m.quote }),
        ...(aside === undefined ? {} : { aside }),
      });
    } catch (error) {
      if (!isAppError(error) || !error.code.startsWith('text-')) throw error;
      deps.log('warn', 'a message has no text that can be kept', { connectionId: line.id, chatId, code: error.code });
    }
  };

  /** An edit starts nothing, but a secret that an owner typed so is for the vault, and they have to be told. */
  const secretIn = (line: Line, chatId: string, c: ChannelChange, person: Person): TypedSecret | null => {
    const typed = findTypedSecret(c.text);
    const isMeant = asideOf(line, chatId, { ...c, type: 'message', files: [], mentions: [], late: false }, person) === undefined;
    return typed?.isCommand && person.role === 'owner' && isMeant ? typed : null;
  };

  return {
    async receive(line: Line, m: ChannelMessage): Promise<void> {
      // Before anything else: an id that we gave is ours for ever, also when it comes back.
      if (deps.isOurs(line, m.externalId)) return;
      const chat = isWanted(line, m);
      if (!chat) return;
      // What comes after a picture must not be told before it; a stop does not wait until that could be fetched.
      const isUrgent = m.files.length === 0 && deps.worksUnaddressed(m.text, chat.id);
      await (isUrgent ? store(line, m, chat.id) : inOrder(chat.id, () => store(line, m, chat.id)));
    },
    /** An edit, a deletion or a reaction; of a chat that nobody opened nothing of it is kept either. */
    async change(line: Line, c: ChannelChange): Promise<void> {
      if (deps.isOurs(line, c.externalId)) return;
      const chat = deps.noteChat(line, c, nameOf(c));
      if (!chat.isOpen) return;
      const text = c.type === 'edit' ? editedText(c.text) : c.text;
      if (text === null) return;
      const person = personIn(line, chat.id, c);
      const typed = c.type === 'edit' ? secretIn(line, chat.id, c, person) : null;
      // It may be about a message that came a moment ago.
      await inOrder(chat.id, async () => {
        const { id: personId, role } = person;
        const hide = typed?.given ? { hide: typed.given.value } : {};
        deps.change(c.type, { connectionId: line.id, chatId: chat.id, target: c.target, personId, role, text, ...hide });
        if (!typed) return;
        const { externalKey, externalId, sentAt } = c;
        await deps.accept({ chatId: chat.id, externalKey, externalId, person, text: c.text, sentAt, quotes: c.target });
      });
    },
  };
};
export type ChannelInbox = ReturnType<typeof createChannelInbox>;

const editedText = (text: string): string | null => {
  try {
    return hideTypedSecret(checkText(text));
  } catch {
    return null;
  }
};
