import type { BinaryNode, proto } from '@whiskeysockets/baileys';

/** Why a stanza has no text: `bot`, or the network's word for what it keeps from linked devices; null when it has one. */
export const whyKeptBack = ({ content }: BinaryNode): string | null => {
  const children = Array.isArray(content) ? content : [];
  // Words of the network's own bots are sealed in a way that the library does not know.
  if (children.some(({ tag, attrs }) => tag === 'enc' && attrs.type === 'msmsg')) return 'bot';
  return children.find(({ tag }) => tag === 'unavailable')?.attrs.type ?? null;
};

/** What the library drops without a word, so that nobody would ever learn that something came. */
export const isDropped = (why: string): boolean => /^(?:view_once|hosted|bot)_unavailable_fanout$/.test(why);

/** What can be said of it. */
export const keptBack = (why: string): proto.IMessage =>
  why.startsWith('view_once') ? { viewOnceMessage: { message: { imageMessage: {} } } } : { placeholderMessage: {} };
