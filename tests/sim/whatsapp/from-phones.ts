import { randomBytes } from 'node:crypto';
import type { proto } from '@whiskeysockets/baileys';
import { type Account, type Companion, pnJid } from './accounts.ts';
import { type Chat, chatNamed, keyOfChat, type Places, peopleIn } from './chats.ts';
import { type Addressing, jidIn } from './groups.ts';
import { childOf, type Node, node, numberOf } from './nodes.ts';
import { seconds } from './pairing.ts';
import type { Queues } from './queues.ts';
import { asOwnCopy, attrsFor, damage, type Envelope, ownKey, sealFor, sealForGroup } from './sealing.ts';
import { show } from './shown.ts';

export interface Outgoing {
  /** Name or number of a person, name or id of a group. */
  readonly to: string;
  readonly content: proto.IMessage;
  readonly id?: string;
  /** How the stanza names the people in a direct chat; both happen. A group has its own way. */
  readonly addressing?: Addressing;
  /** The same message arrives twice, encrypted anew. */
  readonly twice?: boolean;
  /** The first copy cannot be read; the app has to ask again. */
  readonly isDamaged?: boolean;
  readonly sentAtMs?: number;
  readonly edit?: '1' | '7' | '8';
  /** Linked devices get no content, only this word for why. */
  readonly unavailable?: string;
}
export interface PhonePorts extends Places {
  readonly queues: Queues;
}

export const newMessageId = (): string => `3A${randomBytes(9).toString('hex').toUpperCase()}`;
/** What a phone in airplane mode would do waits until it is back. */
export const whenOnline = async (account: Account, work: () => Promise<void>): Promise<void> => {
  if (account.isOffline) account.waiting.push(work);
  else await work();
};

/** What people send from their phones: to other phones, and to every linked device of those who get it. */
export const createPhoneSender = (ports: PhonePorts) => {
  const stanzasFor = async (from: Account, chat: Chat, e: Envelope, content: proto.IMessage) => {
    const devices = peopleIn(chat, from).flatMap((owner) =>
      [...owner.companions.values()].filter((c) => !c.removed).map((companion) => ({ owner, companion })),
    );
    const shared = chat.kind === 'group' ? await sealForGroup(from, chat.group, devices, content) : null;
    const stanzas: { companion: Companion; stanza: Node }[] = [];
    for (const { owner, companion } of devices) {
      const own = owner === from ? asOwnCopy(chat, e.addressing, content) : content;
      const parts = shared?.get(companion) ?? [await sealFor(from, owner, companion, own)];
      stanzas.push({ companion, stanza: node('message', attrsFor(from, chat, owner, e, content), parts) });
    }
    return stanzas;
  };

  const passOn = async (from: Account, chat: Chat, e: Envelope, o: Outgoing): Promise<void> => {
    const mine = from.shown.find((m) => m.id === e.id);
    if (mine) mine.isSent = true;
    ports.changes.tell();
    for (const reader of peopleIn(chat, from)) {
      if (reader === from) continue;
      await whenOnline(reader, async () => {
        show(reader, { id: e.id, from, chat: chat.kind === 'group' ? chat.group.id : from.name, content: o.content }, ports);
        mine?.deliveredTo.add(reader.name);
      });
    }
    for (const { companion, stanza } of await stanzasFor(from, chat, e, o.content)) {
      if (o.unavailable) stanza.content = [node('unavailable', { type: o.unavailable })];
      ports.queues.deliver(companion, o.isDamaged ? damage(stanza) : stanza);
    }
    if (o.twice) for (const { companion, stanza } of await stanzasFor(from, chat, e, o.content)) ports.queues.deliver(companion, stanza);
  };

  return {
    /** Somebody writes on a phone. Resolves with the message's id when it is sent, or waits for the network. */
    async send(from: Account, o: Outgoing): Promise<string> {
      const chat = chatNamed(ports, o.to);
      if (chat.kind === 'group' && !chat.group.members.has(from)) throw new Error(`${from.name} is not in ${chat.group.subject}`);
      const id = o.id ?? newMessageId();
      from.sent.set(id, { chat: keyOfChat(chat), content: o.content, edit: o.edit });
      show(from, { id, from, chat: keyOfChat(chat), content: o.content }, ports);
      const mine = from.shown.find((m) => m.id === id);
      if (mine) mine.isSent = false;
      await whenOnline(from, () => passOn(from, chat, { id, addressing: o.addressing, edit: o.edit, sentAtMs: o.sentAtMs }, o));
      return id;
    },
    /** An app could not read a message: its author encrypts it for that device once more. */
    async sendAgain(reader: Account, companion: Companion, retry: Node): Promise<void> {
      const { id = '', to = '', participant } = retry.attrs;
      const author = ports.accounts.find(participant ?? to);
      const sent = author?.sent.get(id);
      if (!author || !sent) return;
      await whenOnline(author, async () => {
        const chat = chatNamed(ports, sent.chat);
        takeNewKeys(companion, retry);
        const inGroup = chat.kind === 'group' ? { ...sent.content, ...(await ownKey(author, chat.group)) } : sent.content;
        const addressing = to.endsWith('@lid') ? 'lid' : 'pn';
        const content = author === reader ? asOwnCopy(chat, addressing, inGroup) : inGroup;
        const count = childOf(retry, 'retry')?.attrs.count ?? '1';
        const attrs = attrsFor(author, chat, reader, { id, addressing, edit: sent.edit }, sent.content);
        ports.queues.deliver(companion, node('message', attrs, [await sealFor(author, reader, companion, content, { anew: true, count })]));
      });
    },
    /** A phone could not read what an app sent, or says so. */
    askFor(asker: Account, companion: Companion, about: Readonly<Record<string, string | undefined>>, count: number): void {
      const registration = Buffer.alloc(4);
      registration.writeUInt32BE(asker.phone.registrationId);
      const { id, t = seconds(), ...where } = about;
      ports.queues.deliver(
        companion,
        node('receipt', { ...where, id, t: seconds(), type: 'retry' }, [
          node('retry', { count: String(count), id, t, v: '1' }),
          node('registration', {}, registration),
        ]),
      );
    },
    /** A message from the phone to its own linked device, not for people. */
    async tellOwnDevice(account: Account, companion: Companion, content: proto.IMessage): Promise<void> {
      const attrs = { from: pnJid(account), id: newMessageId(), type: 'protocol', category: 'peer', t: seconds(), notify: account.name };
      ports.queues.deliver(companion, node('message', attrs, [await sealFor(account, account, companion, content)]));
    },
    /** A person has got a message of `author`, or has read it: the author's phone and apps learn of it. */
    receipt(author: Account, reader: Account, chat: Chat, id: string, type?: 'read', addressing: Addressing = 'lid'): void {
      const mine = author.shown.find((m) => m.id === id && m.fromSelf);
      mine?.deliveredTo.add(reader.name);
      if (type === 'read') mine?.readBy.add(reader.name);
      ports.changes.tell();
      const who =
        chat.kind === 'group'
          ? { from: chat.group.id, participant: jidIn(chat.group.addressing, reader) }
          : { from: jidIn(addressing, reader) };
      for (const companion of author.companions.values())
        ports.queues.deliver(companion, node('receipt', { ...who, id, t: seconds(), type }));
    },
  };
};
export type PhoneSender = ReturnType<typeof createPhoneSender>;

const takeNewKeys = (companion: Companion, retry: Node): void => {
  const key = childOf(childOf(retry, 'keys'), 'key');
  const value = childOf(key, 'value')?.content;
  if (value instanceof Uint8Array) companion.preKeys.unshift({ id: numberOf(childOf(key, 'id')), value });
};
