import type { proto } from '@whiskeysockets/baileys';
import { type Account, type Companion, deviceOf, lidJid, peerOf } from './accounts.ts';
import { type Chat, chatNamed, jidOfChat, type Places, peopleIn } from './chats.ts';
import { decodeContent } from './content.ts';
import type { Faults } from './faults.ts';
import { type PhoneSender, whenOnline } from './from-phones.ts';
import { jidIn, otherForm } from './groups.ts';
import { bytesOf, childOf, childrenOf, type Node, node } from './nodes.ts';
import { seconds } from './pairing.ts';
import { answerPeerRequest } from './peer-requests.ts';
import type { Queues } from './queues.ts';
import { damage } from './sealing.ts';
import type { Session } from './session.ts';
import { show } from './shown.ts';

export interface AppPorts extends Places {
  readonly faults: Faults;
  readonly queues: Queues;
  readonly phones: PhoneSender;
  /** A device says that a file is gone. */
  readonly failed: (what: string, error: unknown) => void;
}
// Then a phone keeps showing that it waits for the message.
const retriesMax = 5;

interface Writer {
  readonly account: Account;
  readonly companion: Companion;
}

/** Messages that linked devices send. */
export const createAppTraffic = (ports: AppPorts) => {
  const { accounts, faults, queues } = ports;
  const retries = new Map<string, number>();

  const message = async (session: Session, stanza: Node): Promise<void> => {
    const { account, companion } = session;
    const { id = '', to = '' } = stanza.attrs;
    if (!account || !companion || faults.loseMessages) return;
    const error = faults.refuseMessages ?? (isOutside(account, to) ? 403 : null);
    try {
      if (stanza.attrs.category === 'peer') await peerMessage({ account, companion }, stanza);
      else if (error === null) await passOn({ account, companion }, stanza);
    } catch (cause) {
      ports.failed(`message ${id} to ${to}`, cause);
    }
    if (faults.dropAcks) return;
    session.send(node('ack', { class: 'message', id, from: to, t: seconds(), error: error === null ? undefined : String(error) }));
  };
  const isOutside = (account: Account, to: string): boolean => {
    const group = ports.groups.find(to);
    return to.endsWith('@g.us') && !group?.members.has(account);
  };

  const passOn = async (writer: Writer, stanza: Node): Promise<void> => {
    const { to = '', recipient } = stanza.attrs;
    const chat = chatNamed(ports, recipient ?? to);
    const list = childOf(stanza, 'participants');
    const shared = childrenOf(stanza, 'enc');
    const single = stanza.attrs.participant ?? to;
    const parts = new Map<string, Node[]>();
    const addressed = list ? childrenOf(list, 'to') : [node('to', { jid: single }, shared)];
    for (const target of addressed) {
      const owner = accounts.find(target.attrs.jid ?? '');
      if (owner) parts.set(peerOf(owner, deviceOf(target.attrs.jid ?? '')), childrenOf(target, 'enc'));
    }
    // In a group there is one text for everybody; a message that is sent again is for one.
    const isForAll = chat.kind === 'group' && stanza.attrs.participant === undefined;
    const partsOf = (peer: string): Node[] => [...(parts.get(peer) ?? []), ...(isForAll ? shared : [])];
    for (const owner of isForAll ? peopleIn(chat, writer.account) : accounts.list()) {
      for (const other of owner.companions.values())
        if (other !== writer.companion && partsOf(peerOf(owner, other.device)).length > 0)
          queues.deliver(other, forDevice(writer, owner, chat, stanza, partsOf(peerOf(owner, other.device))));
      const encs = partsOf(peerOf(owner, 0));
      if (encs.length > 0)
        await whenOnline(owner, () => onPhone(writer, owner, chat, stanza, encs)).catch((error: unknown) =>
          ports.failed(`message ${stanza.attrs.id} on the phone of ${owner.name}`, error),
        );
    }
  };

  const onPhone = async (writer: Writer, owner: Account, chat: Chat, stanza: Node, encs: readonly Node[]): Promise<void> => {
    const { id = '' } = stanza.attrs;
    const content = await read(writer, owner, chat, encs).catch(() => null);
    if (content === null) return askAgain(writer, owner, chat, stanza);
    const own = content.deviceSentMessage;
    const inChat = chat.kind === 'group' ? chat.group.id : owner !== writer.account ? writer.account.name : null;
    const place = inChat ?? accounts.must(own?.destinationJid ?? stanza.attrs.to ?? '').name;
    show(owner, { id, from: writer.account, chat: place, content: own?.message ?? content }, ports);
    if (owner !== writer.account)
      ports.phones.receipt(writer.account, owner, chat, id, undefined, stanza.attrs.to?.endsWith('@lid') ? 'lid' : 'pn');
  };

  /** Null when the phone has not got the key of the group, or is told to read nothing; throws what no session fits. */
  const read = async (writer: Writer, owner: Account, chat: Chat, encs: readonly Node[]): Promise<proto.IMessage | null> => {
    const peer = peerOf(writer.account, writer.companion.device);
    let content: proto.IMessage = {};
    for (const enc of encs) {
      const isShared = enc.attrs.type === 'skmsg' && chat.kind === 'group';
      if (isShared && !owner.groupKeys.has(chat.group.id, peer)) return null;
      const plain = isShared
        ? await owner.groupKeys.open(chat.group.id, peer, bytesOf(enc))
        : await owner.phone.open(peer, enc.attrs.type ?? '', bytesOf(enc));
      const part = decodeContent(plain);
      const key = part.senderKeyDistributionMessage;
      if (key?.groupId && key.axolotlSenderKeyDistributionMessage)
        await owner.groupKeys.take(key.groupId, peer, key.axolotlSenderKeyDistributionMessage);
      content = { ...content, ...part };
    }
    if (owner.unreadable === 0) return content;
    owner.unreadable -= 1;
    return null;
  };

  const askAgain = (writer: Writer, owner: Account, chat: Chat, stanza: Node): void => {
    const { id = '' } = stanza.attrs;
    const asked = `${owner.name} of ${id}`;
    const count = (retries.get(asked) ?? 0) + 1;
    retries.set(asked, count);
    if (count > retriesMax) return ports.failed(`message ${id} on the phone of ${owner.name}`, 'asked for too often');
    const from = chat.kind === 'group' ? chat.group.id : lidJid(owner);
    const participant = chat.kind === 'group' ? jidIn(chat.group.addressing, owner) : undefined;
    // One's own phone says in which chat it was.
    const recipient = chat.kind === 'direct' && owner === writer.account ? jidOfChat(chat) : undefined;
    ports.phones.askFor(owner, writer.companion, { from, participant, recipient, id, t: stanza.attrs.t }, count);
  };

  const forDevice = (writer: Writer, owner: Account, chat: Chat, stanza: Node, encs: readonly Node[]): Node => {
    const { account, companion } = writer;
    const identity = childOf(stanza, 'device-identity');
    const mode = chat.kind === 'group' ? chat.group.addressing : 'lid';
    const name = jidIn(mode, account, companion.device);
    const who =
      chat.kind === 'group'
        ? { from: chat.group.id, participant: name, ...otherForm(mode, 'participant', account) }
        : { from: name, ...(owner === account ? { recipient: jidOfChat(chat) } : otherForm(mode, 'sender', account)) };
    const { id, type, edit } = stanza.attrs;
    const isDamaged = faults.damageNext > 0;
    if (isDamaged) faults.damageNext -= 1;
    const attrs = { ...who, id, type, edit, t: seconds(), notify: account.name, addressing_mode: mode };
    const copy = node('message', attrs, [...encs.map((enc) => ({ ...enc })), ...(identity ? [identity] : [])]);
    return isDamaged ? damage(copy) : copy;
  };

  /** For the phone itself, not for people. What it cannot read it asks for as it does for every message. */
  const peerMessage = (writer: Writer, stanza: Node): Promise<void> =>
    whenOnline(writer.account, async () => {
      const { account, companion } = writer;
      const { id = '', to, t } = stanza.attrs;
      const enc = childOf(stanza, 'enc');
      if (!enc) return;
      const plain = await account.phone.open(peerOf(account, companion.device), enc.attrs.type ?? '', bytesOf(enc)).catch(() => null);
      const isUnreadable = account.unreadable > 0;
      if (isUnreadable) account.unreadable -= 1;
      if (plain === null || isUnreadable) return ports.phones.askFor(account, companion, { from: to, id, t, category: 'peer' }, 1);
      const content = decodeContent(plain);
      const answer = answerPeerRequest(account, content.deviceSentMessage?.message ?? content, id, ports);
      if (answer) await ports.phones.tellOwnDevice(account, companion, answer);
    });

  return { message };
};
export type AppTraffic = ReturnType<typeof createAppTraffic>;
