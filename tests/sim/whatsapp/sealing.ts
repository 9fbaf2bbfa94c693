import { randomBytes } from 'node:crypto';
import type { proto } from '@whiskeysockets/baileys';
import { type Account, type Companion, lidJid, peerOf, pnJid } from './accounts.ts';
import type { Chat } from './chats.ts';
import { encodeContent, stanzaTypeOf } from './content.ts';
import { type Addressing, type Group, jidIn, otherForm } from './groups.ts';
import { bundleOf } from './iqs.ts';
import { bytesOf, childrenOf, type Node, node } from './nodes.ts';
import { seconds } from './pairing.ts';

/** How a stanza introduces a message of a person to one of those who get it. */
export interface Envelope {
  readonly id: string;
  readonly addressing?: Addressing | undefined;
  /** 1 an edit, 7 deleted by its author, 8 by an admin. */
  readonly edit?: string | undefined;
  readonly sentAtMs?: number | undefined;
}

export const attrsFor = (from: Account, chat: Chat, viewer: Account, e: Envelope, content: proto.IMessage): Record<string, string> => {
  const mode = chat.kind === 'group' ? chat.group.addressing : (e.addressing ?? 'lid');
  const common = {
    id: e.id,
    type: stanzaTypeOf(content).type,
    t: e.sentAtMs === undefined ? seconds() : String(Math.floor(e.sentAtMs / 1000)),
    notify: from.name,
    addressing_mode: mode,
    ...(e.edit ? { edit: e.edit } : {}),
  };
  const name = jidIn(mode, from);
  if (chat.kind === 'group') return { ...common, from: chat.group.id, participant: name, ...otherForm(mode, 'participant', from) };
  if (viewer === from)
    return { ...common, from: name, recipient: jidIn(mode, chat.other), ...otherForm(mode, 'peer_recipient', chat.other) };
  return { ...common, from: name, ...otherForm(mode, 'sender', from) };
};

const noBundle = (): never => {
  throw new Error('the device has no keys');
};
const encNode = (type: string, body: Uint8Array, content: proto.IMessage, count?: string): Node =>
  node('enc', { v: '2', type, count, mediatype: stanzaTypeOf(content).mediatype }, body);

/** One encrypted part for one linked device of `owner`. `anew` begins a new session. */
export const sealFor = async (
  from: Account,
  owner: Account,
  companion: Companion,
  content: proto.IMessage,
  { anew = false, count }: { anew?: boolean; count?: string } = {},
): Promise<Node> => {
  const peer = peerOf(owner, companion.device);
  const sealed = await from.phone.seal(peer, encodeContent(content), () => bundleOf(owner, companion.device) ?? noBundle(), anew);
  return encNode(sealed.type, sealed.body, content, count);
};

export const ownKey = async (from: Account, group: Group): Promise<proto.IMessage> => ({
  senderKeyDistributionMessage: {
    groupId: group.id,
    axolotlSenderKeyDistributionMessage: await from.groupKeys.distribution(group.id),
  },
});

/** The parts for every linked device in a group: one text for all, and before it the key for those who have not got it. */
export const sealForGroup = async (
  from: Account,
  group: Group,
  devices: readonly { owner: Account; companion: Companion }[],
  content: proto.IMessage,
): Promise<Map<Companion, Node[]>> => {
  const told = from.groupKeys.givenTo(group.id);
  const key = await ownKey(from, group);
  const parts = new Map<Companion, Node[]>();
  for (const { owner, companion } of devices) {
    const peer = peerOf(owner, companion.device);
    parts.set(companion, told.has(peer) ? [] : [await sealFor(from, owner, companion, key)]);
    told.add(peer);
  }
  const body = Buffer.from(await from.groupKeys.seal(group.id, encodeContent(content)));
  for (const list of parts.values()) list.push(encNode('skmsg', body, content));
  return parts;
};

/** To one's own linked device a message says where it went. */
export const asOwnCopy = (chat: Chat, addressing: Addressing | undefined, content: proto.IMessage): proto.IMessage =>
  chat.kind === 'group'
    ? content
    : { deviceSentMessage: { destinationJid: addressing === 'pn' ? pnJid(chat.other) : lidJid(chat.other), message: content } };

/** Makes the text of a message unreadable; the key that comes with it stays good. */
export const damage = (stanza: Node): Node => {
  const enc = childrenOf(stanza, 'enc').at(-1);
  if (enc) enc.content = randomBytes(bytesOf(enc).length);
  return stanza;
};
