import type { proto } from '@whiskeysockets/baileys';
import type { ChannelMessage } from '#plugin-api';
import { spokenIn } from './spoken.ts';
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
  const inner = unwrapped(vendor, message);
  // A status is for everybody to look at, also one that is shown in a group.
  if (!inner || message?.groupStatusMessage || message?.groupStatusMessageV2) return { kind: 'nothing' };
  const { protocolMessage: change, reactionMessage: reaction } = inner;
  const { Type } = vendor.proto.Message.ProtocolMessage;
  if (change?.type === Type.MESSAGE_EDIT) {
    const edited = contentOf(vendor, change.editedMessage);
    return edited.kind === 'message' ? { kind: 'edit', target: change.key?.id ?? '', text: edited.text } : { kind: 'nothing' };
  }
  if (change?.type === Type.REVOKE) return { kind: 'delete', target: change.key?.id ?? '', text: '' };
  if (change) return { kind: 'nothing' };
  if (reaction) return { kind: 'react', target: reaction.key?.id ?? '', text: reaction.text ?? '' };
  const spoken = spokenIn(inner);
  if (!spoken || (spoken.text === '' && !spoken.kind)) return { kind: 'nothing' };
  const context = contextIn(inner);
  return {
    kind: 'message',
    text: spoken.text,
    mentions: context?.mentionedJid ?? [],
    ...(context?.stanzaId ? { quote: context.stanzaId } : {}),
    ...(isSeenOnce(message) ? { unsupported: 'once' as const } : spoken.kind ? { unsupported: spoken.kind } : {}),
  };
};

/** Whether it is meant to be seen once, on a phone: what is in a wrapper says so, or a wrapper at any depth. */
export const isSeenOnce = (message: proto.IMessage | null | undefined): boolean => {
  for (let m = message; m; m = wrappedIn(m)) {
    const media = m.imageMessage ?? m.videoMessage ?? m.ptvMessage ?? m.audioMessage;
    if (m.viewOnceMessage || m.viewOnceMessageV2 || m.viewOnceMessageV2Extension || media?.viewOnce) return true;
  }
  return false;
};

/** The message inside of whatever wrapper this is, also one that the library does not know. */
const wrappedIn = (m: proto.IMessage): proto.IMessage | null =>
  Object.values(m).find((part): part is { message: proto.IMessage } => Boolean(part?.message))?.message ?? null;

// The library knows some of the wrappers.
const unwrapped = (vendor: Vendor, message: proto.IMessage | null | undefined): proto.IMessage | undefined => {
  const m = vendor.normalizeMessageContent(message ?? undefined);
  const wrapper =
    m?.groupMentionedMessage ??
    m?.lottieStickerMessage ??
    m?.pollCreationMessageV4 ??
    m?.botInvokeMessage ??
    m?.botForwardedMessage ??
    m?.questionMessage ??
    m?.questionReplyMessage;
  return wrapper?.message ? vendor.normalizeMessageContent(wrapper.message) : m;
};

/** Whom it quotes and mentions: every kind of message may. */
const contextIn = (m: proto.IMessage): proto.IContextInfo | undefined =>
  Object.values(m).find((part): part is { contextInfo: proto.IContextInfo } => Boolean(part?.contextInfo))?.contextInfo;
