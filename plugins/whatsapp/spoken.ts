import type { proto } from '@whiskeysockets/baileys';
import type { ChannelMessage } from '#plugin-api';

export interface Spoken {
  readonly text: string;
  /** What it is when it is more than text. */
  readonly kind?: ChannelMessage['unsupported'];
}

/** What a person sees of a message: its words, and what it is beside them. Null for what only phones need, and for calls. */
export const spokenIn = (m: proto.IMessage): Spoken | null => mediaIn(m) ?? wordsIn(m) ?? cardIn(m) ?? otherIn(m);

const mediaIn = (m: proto.IMessage): Spoken | null => {
  const video = m.videoMessage ?? m.ptvMessage;
  if (m.imageMessage) return { text: m.imageMessage.caption ?? '', kind: 'image' };
  if (video) return { text: video.caption ?? '', kind: 'video' };
  if (m.audioMessage) return { text: '', kind: 'audio' };
  if (m.documentMessage) return { text: m.documentMessage.caption ?? '', kind: 'document' };
  return m.stickerMessage ? { text: '', kind: 'sticker' } : null;
};

/** Typed, or chosen from what a business offers. */
const wordsIn = (m: proto.IMessage): Spoken | null => {
  const template = m.templateMessage?.hydratedFourRowTemplate ?? m.templateMessage?.hydratedTemplate;
  const text =
    m.conversation ||
    m.extendedTextMessage?.text ||
    m.buttonsResponseMessage?.selectedDisplayText ||
    m.templateButtonReplyMessage?.selectedDisplayText ||
    m.listResponseMessage?.title ||
    m.interactiveResponseMessage?.body?.text ||
    m.buttonsMessage?.contentText ||
    m.interactiveMessage?.body?.text ||
    template?.hydratedContentText ||
    lines(m.listMessage?.title, m.listMessage?.description);
  return text ? { text } : null;
};

const cardIn = (m: proto.IMessage): Spoken | null => {
  const place = m.locationMessage ?? m.liveLocationMessage;
  if (place) return { text: placed(place), kind: 'place' };
  const contacts = m.contactMessage ? [m.contactMessage] : m.contactsArrayMessage?.contacts;
  if (contacts) return { text: lines(...contacts.map(contact)), kind: 'contact' };
  const poll = m.pollCreationMessage ?? m.pollCreationMessageV2 ?? m.pollCreationMessageV3 ?? m.pollCreationMessageV5;
  return poll ? { text: lines(poll.name, ...(poll.options ?? []).map((o) => o.optionName && `- ${o.optionName}`)), kind: 'poll' } : null;
};

const otherIn = (m: proto.IMessage): Spoken | null => {
  // The phone says itself that linked devices do not get it.
  if (m.placeholderMessage) return { text: '', kind: 'unreadable' };
  const { eventMessage: event, groupInviteMessage: invite, productMessage: product } = m;
  if (event) return { text: lines(event.name, event.description), kind: 'other' };
  if (invite) return { text: lines(invite.groupName, invite.caption), kind: 'other' };
  if (product) return { text: lines(product.product?.title, product.body), kind: 'other' };
  const isShown =
    m.orderMessage ||
    m.sendPaymentMessage ||
    m.requestPaymentMessage ||
    m.paymentInviteMessage ||
    m.invoiceMessage ||
    m.scheduledCallCreationMessage ||
    m.stickerPackMessage ||
    m.templateMessage ||
    m.buttonsMessage ||
    m.interactiveMessage ||
    m.highlyStructuredMessage;
  return isShown ? { text: '', kind: 'other' } : null;
};

interface Place {
  readonly name?: string | null;
  readonly address?: string | null;
  readonly caption?: string | null;
  readonly comment?: string | null;
  readonly degreesLatitude?: number | null;
  readonly degreesLongitude?: number | null;
}
const placed = (p: Place): string => {
  const { degreesLatitude: north, degreesLongitude: east } = p;
  const at = typeof north === 'number' && typeof east === 'number' ? `${north.toFixed(5)}, ${east.toFixed(5)}` : '';
  return lines(p.name, p.address, p.caption ?? p.comment, at);
};

const numbersMax = 5;
const contact = ({ displayName, vcard }: proto.Message.IContactMessage): string => {
  const numbers = [...(vcard ?? '').matchAll(/^(?:\w+\.)?TEL[^:\r\n]*:([^\r\n]{1,40})/gim)].slice(0, numbersMax).map(([, n]) => n);
  return [displayName ?? '', ...numbers].filter(Boolean).join(' · ');
};

const lines = (...parts: readonly (string | null | undefined)[]): string => parts.filter(Boolean).join('\n');
