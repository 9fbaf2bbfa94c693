import { encodeWAMessage, normalizeMessageContent, proto, unpadRandomMax16 } from '@whiskeysockets/baileys';
import type { Account, ShownMessage } from './accounts.ts';

export const encodeContent = (content: proto.IMessage): Buffer => encodeWAMessage(content);
export const decodeContent = (plain: Uint8Array): proto.IMessage => proto.Message.decode(unpadRandomMax16(plain));

export const textOf = (content: proto.IMessage): string => {
  const c = normalizeMessageContent(content);
  return c?.conversation || c?.extendedTextMessage?.text || c?.imageMessage?.caption || c?.documentMessage?.caption || '';
};

export interface Arrival {
  readonly id: string;
  readonly from: Account;
  readonly chat: string;
  readonly content: proto.IMessage;
}

/** What a phone does with a message: shows it once, or changes what it shows. */
export const show = (phone: Account, { id, from, chat, content }: Arrival): void => {
  const inner = normalizeMessageContent(content);
  const target = (key: proto.IMessageKey | null | undefined): ShownMessage | undefined =>
    phone.shown.find((m) => m.id === key?.id && m.chat === chat);
  const change = inner?.protocolMessage;
  if (change?.type === proto.Message.ProtocolMessage.Type.MESSAGE_EDIT) {
    const edited = target(change.key);
    if (edited && edited.from === from.name) {
      edited.text = textOf(change.editedMessage ?? {});
      edited.edits += 1;
    }
    return;
  }
  if (change?.type === proto.Message.ProtocolMessage.Type.REVOKE) {
    const deleted = target(change.key);
    if (deleted && deleted.from === from.name) deleted.isDeleted = true;
    return;
  }
  if (change) return;
  if (inner?.reactionMessage) {
    target(inner.reactionMessage.key)?.reactions.set(from.name, inner.reactionMessage.text ?? '');
    return;
  }
  if (!inner || phone.shown.some((m) => m.id === id && m.chat === chat)) return;
  phone.shown.push({
    id,
    from: from.name,
    chat,
    text: textOf(content),
    content,
    fromSelf: from === phone,
    edits: 0,
    isDeleted: false,
    reactions: new Map(),
  });
};
