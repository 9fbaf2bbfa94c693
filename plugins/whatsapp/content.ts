import type { proto } from '@whiskeysockets/baileys';
import type { ChannelMessage } from '#plugin-api';
import type { Vendor } from './vendor.ts';

export type Content =
  | {
      readonly kind: 'message';
      readonly text: string;
      readonly unsupported?: ChannelMessage['unsupported'];
      readonly quote?: string;
      readonly mentions: readonly string[];
    }
  | { readonly kind: 'edit' | 'delete' | 'react'; readonly target: string; readonly text: string }
  /** Keys, history and settings that only the library needs. */
  | { readonly kind: 'nothing' };

/** What a message says, whatever it is wrapped in. */
export const contentOf = (vendor: Vendor, message: proto.IMessage | null | undefined): Content => {
  const inner = vendor.normalizeMessageContent(message ?? undefined);
  if (!inner) return { kind: 'nothing' };
  const { protocolMessage: change, reactionMessage: reaction } = inner;
  const { Type } = vendor.proto.Message.ProtocolMessage;
  if (change?.type === Type.MESSAGE_EDIT) {
    const edited = contentOf(vendor, change.editedMessage);
    return edited.kind === 'message' ? { kind: 'edit', target: change.key?.id ?? '', text: edited.text } : { kind: 'nothing' };
  }
  if (change?.type === Type.REVOKE) return { kind: 'delete', target: change.key?.id ?? '', text: '' };
  if (change) return { kind: 'nothing' };
  if (reaction) return { kind: 'react', target: reaction.key?.id ?? '', text: reaction.text ?? '' };
  return said(inner);
};

const said = (inner: proto.IMessage): Content => {
  const { extendedTextMessage: long, imageMessage: image, videoMessage: video, documentMessage: file } = inner;
  const context = long?.contextInfo ?? image?.contextInfo ?? video?.contextInfo ?? file?.contextInfo;
  const rest = { mentions: context?.mentionedJid ?? [], ...(context?.stanzaId ? { quote: context.stanzaId } : {}) };
  const text = inner.conversation || long?.text || image?.caption || video?.caption || file?.caption || '';
  const unsupported = kindOf(inner);
  if (text !== '' || unsupported) return { kind: 'message', text, ...rest, ...(unsupported ? { unsupported } : {}) };
  return { kind: 'nothing' };
};

const kindOf = (m: proto.IMessage): ChannelMessage['unsupported'] => {
  if (m.imageMessage) return 'image';
  if (m.videoMessage || m.ptvMessage) return 'video';
  if (m.audioMessage) return 'audio';
  if (m.documentMessage) return 'document';
  if (m.stickerMessage) return 'sticker';
  if (m.locationMessage || m.liveLocationMessage) return 'place';
  if (m.contactMessage || m.contactsArrayMessage) return 'contact';
  if (m.pollCreationMessage || m.pollCreationMessageV2 || m.pollCreationMessageV3) return 'poll';
  return undefined;
};
