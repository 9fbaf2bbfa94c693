import type { WAMessage, WASocket } from '@whiskeysockets/baileys';
import type { ChannelChange, ChannelFile, ChannelMessage } from '#plugin-api';
import { type Content, contentOf } from './content.ts';
import { bare, isNoChat, kindOf } from './ids.ts';
import { keptBack } from './kept-back.ts';
import { filesOf } from './media-ref.ts';
import { externalKeyOf } from './message-key.ts';
import { type Known, resolve, selfOf } from './people.ts';
import type { Vendor } from './vendor.ts';

export type Incoming =
  | { readonly kind: 'event'; readonly event: ChannelMessage | ChannelChange }
  /** It cannot be read yet; its content comes later under the same id, or is asked for. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'nothing' };

const ciphertext = 2;

/** A message of the library in the words of the plugin API. */
export const readMessage = async (vendor: Vendor, sock: WASocket, m: WAMessage, journalKey: string, late: boolean): Promise<Incoming> => {
  const { key } = m;
  const remote = key.remoteJid ?? '';
  if (!key.id || isNoChat(remote) || (m as { category?: string }).category === 'peer') return { kind: 'nothing' };
  if (m.messageStubType === ciphertext) return { kind: 'unread' };
  const content = contentOf(vendor, contentIn(m));
  if (content.kind === 'nothing') return { kind: 'nothing' };
  const self = selfOf(sock);
  const chat = await resolve(sock, remote, key.remoteJidAlt);
  const sender = await senderOf(sock, m, chat, self.keys);
  const sentAt = Number(vendor.toNumber(m.messageTimestamp ?? undefined) || 0) * 1000;
  const common = {
    eventId: journalKey,
    externalKey: externalKeyOf({ chat: chat.key, sender: sender.key, fromMe: key.fromMe === true, id: key.id }),
    externalId: key.id,
    chatKey: chat.key,
    senderKey: sender.key,
    fromSelf: key.fromMe === true,
    sentAt: sentAt || Date.now(),
  };
  if (content.kind !== 'message')
    return {
      kind: 'event',
      event: {
        type: content.kind,
        ...common,
        aliases: sender.aliases,
        chatAliases: chat.aliases,
        kind: kindOf(chat.key, self.keys),
        ...(m.pushName ? { senderName: m.pushName } : {}),
        target: content.target,
        text: content.text,
      },
    };
  return { kind: 'event', event: messageOf(common, content, { m, chat, sender, late, self: self.keys, files: filesOf(vendor, m) }) };
};

// The network keeps what is to be seen once from linked devices.
const contentIn = (m: WAMessage): WAMessage['message'] =>
  !m.message && (m.key as { isViewOnce?: boolean }).isViewOnce ? keptBack('view_once') : m.message;

const senderOf = async (sock: WASocket, { key }: WAMessage, chat: Known, self: readonly string[]): Promise<Known> => {
  if (key.fromMe) return { key: self[0] ?? chat.key, aliases: self.slice(1) };
  return key.participant ? resolve(sock, key.participant, key.participantAlt) : chat;
};

type Common = Pick<ChannelMessage, 'eventId' | 'externalKey' | 'externalId' | 'chatKey' | 'senderKey' | 'fromSelf' | 'sentAt'>;
const messageOf = (
  common: Common,
  content: Extract<Content, { kind: 'message' }>,
  o: { m: WAMessage; chat: Known; sender: Known; late: boolean; self: readonly string[]; files: readonly ChannelFile[] },
): ChannelMessage => ({
  type: 'message',
  ...common,
  aliases: o.sender.aliases,
  text: content.text,
  files: o.files,
  mentions: content.mentions.map(bare),
  late: o.late,
  kind: kindOf(o.chat.key, o.self),
  chatAliases: o.chat.aliases,
  ...(content.quote === undefined ? {} : { quote: content.quote }),
  ...(o.m.pushName ? { senderName: o.m.pushName } : {}),
  ...(content.unsupported && o.files.length === 0 ? { unsupported: content.unsupported } : {}),
});
