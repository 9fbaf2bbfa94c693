import { isAppError } from '#contract/errors.ts';
import type { Person } from '#contract/model/records.ts';
import { notTextNote } from '#contract/text/not-text.ts';
import type { ChannelMessage } from '#plugin-api';
import type { Log } from '../base/log.ts';
import type { Incoming } from './inbox.ts';

/** A linked number as far as arriving messages need it. */
export interface Line {
  readonly id: string;
  readonly channel: string;
  readonly mode: 'own' | 'assistant';
}

export interface ChannelInboxDeps {
  readonly isOurs: (connectionId: string, externalId: string) => boolean;
  readonly noteChat: (line: Line, message: ChannelMessage, name: string) => { readonly id: string; readonly isRegistered: boolean };
  /** Makes the chat one of the admin workspace's. */
  readonly register: (chatId: string) => void;
  readonly identify: (line: Line, keys: readonly string[], name: string) => Person;
  /** Whether one of the keys is the owner's; makes nobody known. */
  readonly isOwner: (line: Line, keys: readonly string[]) => boolean;
  readonly accept: (incoming: Incoming) => Promise<unknown>;
  readonly log: Log;
}

/**
 * Messages of a network on their way in. Resolves when there is nothing left to keep: then the channel may forget its copy.
 * Rejects when it could not be stored (disk full); the channel keeps it and it comes again.
 */
export const createChannelInbox = (deps: ChannelInboxDeps) => {
  const nameOf = (m: ChannelMessage): string => (m.kind === 'direct' && !m.fromSelf ? (m.senderName ?? '') : '');
  const keysOf = (m: ChannelMessage): string[] => [m.senderKey, ...m.aliases];

  // The text of a chat that nobody has registered ends here.
  const isWanted = (line: Line, m: ChannelMessage): { id: string } | null => {
    const noted = deps.noteChat(line, m, nameOf(m));
    if (noted.isRegistered) return noted;
    const isOwners = line.mode === 'own' ? m.kind === 'self' : m.kind === 'direct' && !m.fromSelf && deps.isOwner(line, keysOf(m));
    if (!isOwners) return null;
    deps.register(noted.id);
    return noted;
  };
  const asideOf = (m: ChannelMessage, person: Person): string | undefined => {
    if (m.unsupported === 'unreadable') return 'message-unreadable';
    // What the owner types to others on the phone is for them, not for the assistant.
    if (m.fromSelf && m.kind !== 'self') return 'said-to-others';
    return person.role === 'unknown' ? 'not-allowed-here' : undefined;
  };

  return {
    async receive(line: Line, m: ChannelMessage): Promise<void> {
      // Before anything else: an id that we gave is ours for ever, also when it comes back.
      if (deps.isOurs(line.id, m.externalId)) return;
      const chat = isWanted(line, m);
      if (!chat) return;
      const person = deps.identify(line, keysOf(m), m.senderName ?? '');
      const aside = asideOf(m, person);
      const text = [m.text, m.unsupported ? notTextNote(m.unsupported) : ''].filter((part) => part.trim() !== '').join('\n');
      try {
        await deps.accept({
          chatId: chat.id,
          externalKey: m.externalKey,
          person,
          text,
          sentAt: m.sentAt,
          late: m.late,
          ...(aside === undefined ? {} : { aside }),
        });
      } catch (error) {
        if (!isAppError(error) || !error.code.startsWith('text-')) throw error;
        deps.log('warn', 'a message has no text that can be kept', { connectionId: line.id, chatId: chat.id, code: error.code });
      }
    },
  };
};
export type ChannelInbox = ReturnType<typeof createChannelInbox>;
