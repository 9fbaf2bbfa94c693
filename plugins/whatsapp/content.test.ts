import { proto } from '@whiskeysockets/baileys';
import { expect, it } from 'vitest';
import { isSeenOnce } from './content.ts';

const picture: proto.IMessage = { imageMessage: { mimetype: 'image/jpeg', caption: 'look' } };
const once: proto.IMessage = { viewOnceMessageV2: { message: picture } };
/** As it comes out of a line of the network. */
const received = (content: proto.IMessage): proto.IMessage => proto.Message.decode(proto.Message.encode(content).finish());

it.each<readonly [string, proto.IMessage]>([
  ['by its wrapper', once],
  ['by its own flag', { imageMessage: { ...picture.imageMessage, viewOnce: true } }],
  ['in a chat whose messages disappear', { ephemeralMessage: { message: once } }],
  ['on another device of the author', { deviceSentMessage: { destinationJid: '7@lid', message: { ephemeralMessage: { message: once } } } }],
  ['where the library knows no wrapper', { groupMentionedMessage: { message: once } }],
])('knows what is to be seen once %s', (_, content) => {
  expect(isSeenOnce(received(content))).toBe(true);
});

it.each<readonly [string, proto.IMessage]>([
  ['a picture', picture],
  ['a picture that disappears later', { ephemeralMessage: { message: picture } }],
  ['an answer to one', { extendedTextMessage: { text: 'nice', contextInfo: { stanzaId: '3A0', quotedMessage: once } } }],
])('does not take %s for something to be seen once', (_, content) => {
  expect(isSeenOnce(received(content))).toBe(false);
});
