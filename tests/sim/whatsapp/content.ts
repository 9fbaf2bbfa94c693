import { encodeWAMessage, normalizeMessageContent, proto, unpadRandomMax16 } from '@whiskeysockets/baileys';

export const encodeContent = (content: proto.IMessage): Buffer => encodeWAMessage(content);
export const decodeContent = (plain: Uint8Array): proto.IMessage => proto.Message.decode(unpadRandomMax16(plain));

export const textOf = (content: proto.IMessage): string => {
  const c = normalizeMessageContent(content);
  return (
    c?.conversation ||
    c?.extendedTextMessage?.text ||
    c?.imageMessage?.caption ||
    c?.videoMessage?.caption ||
    c?.documentMessage?.caption ||
    ''
  );
};

const media = {
  imageMessage: 'image',
  videoMessage: 'video',
  documentMessage: 'document',
  stickerMessage: 'sticker',
  audioMessage: 'audio',
} as const;
export type Kind = (typeof media)[keyof typeof media] | 'text' | 'other';

/** What a message is made of. */
export const kindOf = (content: proto.IMessage): Kind => {
  const c = normalizeMessageContent(content);
  for (const [field, kind] of Object.entries(media)) if (c?.[field as keyof typeof media]) return kind;
  return textOf(content) === '' ? 'other' : 'text';
};

/** What the stanza says about its content: its type, and what kind of medium is in it. */
export const stanzaTypeOf = (content: proto.IMessage): { type: string; mediatype?: string } => {
  const c = normalizeMessageContent(content);
  if (c?.reactionMessage) return { type: 'reaction' };
  const kind = kindOf(content);
  if (kind === 'text' || kind === 'other') return { type: 'text' };
  return { type: 'media', mediatype: kind === 'audio' && c?.audioMessage?.ptt ? 'ptt' : kind };
};

/** Whom it quotes and mentions. */
export const contextOf = (content: proto.IMessage): proto.IContextInfo | null => {
  const c = normalizeMessageContent(content);
  return (
    c?.extendedTextMessage?.contextInfo ??
    c?.imageMessage?.contextInfo ??
    c?.documentMessage?.contextInfo ??
    c?.audioMessage?.contextInfo ??
    c?.videoMessage?.contextInfo ??
    null
  );
};
