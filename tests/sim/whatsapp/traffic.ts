import { randomBytes } from 'node:crypto';
import type { proto } from '@whiskeysockets/baileys';
import { type Account, type Accounts, type Companion, deviceOf, lidJid, peerOf, pnJid } from './accounts.ts';
import { decodeContent, encodeContent, show } from './content.ts';
import type { Faults } from './faults.ts';
import { bundleOf } from './iqs.ts';
import { bytesOf, childOf, childrenOf, type Node, node } from './nodes.ts';
import { seconds } from './pairing.ts';
import { answerPeerRequest } from './peer-requests.ts';
import type { Session } from './session.ts';

export interface TrafficPorts {
  readonly accounts: Accounts;
  readonly faults: Faults;
  readonly sessionOf: (companion: Companion) => Session | null;
  readonly failed: (what: string, error: unknown) => void;
}
export interface Outgoing {
  readonly to: string;
  readonly content: proto.IMessage;
  readonly id?: string;
  /** How the stanza names the people; both happen. */
  readonly addressing?: 'lid' | 'pn';
  /** The same message arrives twice, encrypted anew. */
  readonly twice?: boolean;
  /** The first copy can not be read; the app has to ask again. */
  readonly isDamaged?: boolean;
  readonly sentAtMs?: number;
}

export const newMessageId = (): string => `3A${randomBytes(9).toString('hex').toUpperCase()}`;

/** Messages and receipts between phones and linked devices. What a device has not confirmed waits for it. */
export const createTraffic = (ports: TrafficPorts) => {
  const { accounts, faults } = ports;

  const deliver = (companion: Companion, stanza: Node): void => {
    if (companion.removed) return;
    companion.queue.set(queueKey(stanza), stanza);
    const session = ports.sessionOf(companion);
    if (session?.isReady) session.send(stanza);
  };

  /** A copy of a message for one linked device of `owner`. */
  const sealFor = async (
    from: Account,
    owner: Account,
    companion: Companion,
    content: proto.IMessage,
    attrs: Record<string, string>,
    anew = false,
  ) => {
    const plain = encodeContent(content);
    const sealed = await from.phone.seal(
      peerOf(owner, companion.device),
      plain,
      () => bundleOf(owner, companion.device) ?? noBundle(),
      anew,
    );
    const { count, ...rest } = attrs;
    return node('message', rest, [node('enc', { v: '2', type: sealed.type, count }, sealed.body)]);
  };

  const attrsFor = (from: Account, to: Account, viewer: Account, id: string, o: Outgoing): Record<string, string> => {
    const isLid = (o.addressing ?? 'lid') === 'lid';
    const jid = isLid ? lidJid : pnJid;
    const alt = isLid ? pnJid : lidJid;
    const kind = isLid ? 'pn' : 'lid';
    const common = {
      id,
      type: o.content.reactionMessage ? 'reaction' : 'text',
      t: o.sentAtMs === undefined ? seconds() : String(Math.floor(o.sentAtMs / 1000)),
      notify: from.name,
      addressing_mode: isLid ? 'lid' : 'pn',
    };
    if (viewer === from) return { ...common, from: jid(from), recipient: jid(to), [`peer_recipient_${kind}`]: alt(to) };
    return { ...common, from: jid(from), [`sender_${kind}`]: alt(from) };
  };

  const copies = async (from: Account, to: Account, id: string, o: Outgoing): Promise<void> => {
    for (const viewer of new Set([to, from])) {
      const destinationJid = (o.addressing ?? 'lid') === 'lid' ? lidJid(to) : pnJid(to);
      const content = viewer === from ? { deviceSentMessage: { destinationJid, message: o.content } } : o.content;
      for (const companion of viewer.companions.values()) {
        const stanza = await sealFor(from, viewer, companion, content, attrsFor(from, to, viewer, id, o));
        if (o.isDamaged) damage(stanza);
        deliver(companion, stanza);
        if (o.twice) deliver(companion, await sealFor(from, viewer, companion, content, attrsFor(from, to, viewer, id, o)));
      }
    }
  };

  /** Somebody writes on a phone. Returns the message's id. */
  const fromPhone = async (from: Account, o: Outgoing): Promise<string> => {
    const to = accounts.must(o.to);
    const id = o.id ?? newMessageId();
    from.sent.set(id, { chat: to.name, content: o.content });
    show(from, { id, from, chat: to.name, content: o.content });
    if (to !== from) show(to, { id, from, chat: from.name, content: o.content });
    await copies(from, to, id, o);
    return id;
  };

  const fromApp = async (session: Session, stanza: Node): Promise<void> => {
    const { account, companion } = session;
    const { id = '', to = '' } = stanza.attrs;
    if (!account || !companion || faults.loseMessages) return;
    try {
      if (stanza.attrs.category === 'peer') await takePeerMessage(session, stanza);
      else await passOn(account, companion, stanza);
    } catch (error) {
      ports.failed(`message ${id} to ${to}`, error);
    }
    if (faults.dropAcks) return;
    const refused = faults.refuseMessages === null ? {} : { error: String(faults.refuseMessages) };
    session.send(node('ack', { class: 'message', id, from: to, t: seconds(), ...refused }));
  };

  const passOn = async (account: Account, companion: Companion, stanza: Node): Promise<void> => {
    const { id = '', to = '' } = stanza.attrs;
    if (faults.refuseMessages !== null) return;
    const list = childOf(stanza, 'participants');
    const targets = list ? childrenOf(list, 'to') : [node('to', { jid: to }, childrenOf(stanza, 'enc'))];
    const readers = new Set<Account>();
    for (const target of targets) {
      const jid = target.attrs.jid ?? '';
      const owner = accounts.find(jid);
      const enc = childOf(target, 'enc');
      const device = deviceOf(jid);
      if (!owner || !enc || (owner === account && device === companion.device)) continue;
      if (device !== 0) {
        passToDevice(account, companion, owner, device, stanza, enc);
        continue;
      }
      const plain = await owner.phone.open(peerOf(account, companion.device), enc.attrs.type ?? '', bytesOf(enc));
      const content = decodeContent(plain);
      const own = content.deviceSentMessage;
      const chat = owner === account ? accounts.must(own?.destinationJid ?? to).name : account.name;
      show(owner, { id, from: account, chat, content: own?.message ?? content });
      if (owner !== account) readers.add(owner);
    }
    for (const reader of readers) if (!reader.isOffline) receipt(account, reader, id, to);
  };

  const passToDevice = (from: Account, companion: Companion, owner: Account, device: number, stanza: Node, enc: Node): void => {
    const other = owner.companions.get(device);
    if (!other) return;
    const identity = childOf(stanza, 'device-identity');
    const attrs = {
      id: stanza.attrs.id,
      from: lidJid(from, companion.device),
      type: stanza.attrs.type,
      t: seconds(),
      notify: from.name,
      addressing_mode: 'lid',
      ...(owner === from ? { recipient: stanza.attrs.to } : { sender_pn: pnJid(from) }),
    };
    deliver(other, node('message', attrs, identity ? [enc, identity] : [enc]));
  };

  /** A person's phone has got a message, or the person has read it. */
  const receipt = (author: Account, reader: Account, id: string, addressed: string, type?: string): void => {
    const from = addressed.endsWith('@lid') ? lidJid(reader) : pnJid(reader);
    for (const companion of author.companions.values()) deliver(companion, node('receipt', { from, id, t: seconds(), type }));
  };

  const takePeerMessage = async (session: Session, stanza: Node): Promise<void> => {
    const { account, companion } = session;
    const enc = childOf(stanza, 'enc');
    if (!account || !companion || !enc) return;
    const content = decodeContent(await account.phone.open(peerOf(account, companion.device), enc.attrs.type ?? '', bytesOf(enc)));
    const request = content.deviceSentMessage?.message ?? content;
    const answer = account.isOffline ? null : answerPeerRequest(account, request, stanza.attrs.id ?? '', accounts);
    if (answer) await tellOwnDevice(account, companion, answer);
  };

  /** A message from the phone to its own linked device, not for people. */
  const tellOwnDevice = async (account: Account, companion: Companion, content: proto.IMessage): Promise<void> => {
    const attrs = { from: pnJid(account), id: newMessageId(), type: 'protocol', category: 'peer', t: seconds(), notify: account.name };
    deliver(companion, await sealFor(account, account, companion, content, attrs));
  };

  const receiptFromApp = async (session: Session, stanza: Node): Promise<void> => {
    const { account, companion } = session;
    if (!account || !companion) return;
    const { id = '', type = 'delivered', to = '', recipient } = stanza.attrs;
    const ids = [id, ...childrenOf(childOf(stanza, 'list'), 'item').map((item) => item.attrs.id ?? '')];
    const author = accounts.find(recipient ?? to);
    for (const each of ids) {
      settle(companion, each);
      author?.receipts.push({ id: each, from: account.name, type });
    }
    session.send(node('ack', { class: 'receipt', id, from: to, type: stanza.attrs.type }));
    if (type === 'retry') await again(account, companion, stanza);
  };

  /** The app could not read a message: its author encrypts it once more. */
  const again = async (account: Account, companion: Companion, stanza: Node): Promise<void> => {
    const { id = '', to = '' } = stanza.attrs;
    const author = accounts.find(to);
    const sent = author?.sent.get(id);
    if (!author || !sent || author.isOffline) return;
    const chat = accounts.must(sent.chat);
    const count = childOf(stanza, 'retry')?.attrs.count ?? '1';
    if (childOf(stanza, 'keys')) takeNewKeys(companion, stanza);
    const content = author === account ? { deviceSentMessage: { destinationJid: lidJid(chat), message: sent.content } } : sent.content;
    const o: Outgoing = { to: sent.chat, content: sent.content, addressing: to.endsWith('@lid') ? 'lid' : 'pn' };
    const attrs = { ...attrsFor(author, chat, account, id, o), count };
    deliver(companion, await sealFor(author, account, companion, content, attrs, true));
  };

  return {
    deliver,
    fromPhone,
    fromApp,
    receipt,
    receiptFromApp,
    tellOwnDevice,
    settle,
    /** What waited, marked as such, then the word that this was all. */
    flush(session: Session): void {
      const waiting = [...(session.companion?.queue.values() ?? [])];
      for (const [i, stanza] of waiting.entries()) session.send({ ...stanza, attrs: { ...stanza.attrs, offline: String(i) } });
      if (!faults.withoutOfflineEnd)
        session.send(node('ib', { from: 's.whatsapp.net' }, [node('offline', { count: String(waiting.length) })]));
      session.isReady = true;
    },
  };
};
export type Traffic = ReturnType<typeof createTraffic>;

const queueKey = ({ tag, attrs }: Node): string => `${attrs.id}|${tag}|${tag === 'receipt' ? (attrs.type ?? '') : ''}`;
const settle = (companion: Companion, id: string): void => {
  for (const key of companion.queue.keys()) if (key.startsWith(`${id}|`)) companion.queue.delete(key);
};
const noBundle = (): never => {
  throw new Error('the device has no keys');
};
const damage = (stanza: Node): void => {
  const enc = childOf(stanza, 'enc');
  if (enc) enc.content = randomBytes(bytesOf(enc).length);
};
const takeNewKeys = (companion: Companion, stanza: Node): void => {
  const keys = childOf(stanza, 'keys');
  const key = childOf(keys, 'key');
  if (key) companion.preKeys.unshift({ id: bytesOf(childOf(key, 'id')).readUIntBE(0, 3), value: bytesOf(childOf(key, 'value')) });
};
