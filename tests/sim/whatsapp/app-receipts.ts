import { type Account, type Companion, deviceOf, lidJid } from './accounts.ts';
import type { Places } from './chats.ts';
import type { PhoneSender } from './from-phones.ts';
import { jidIn } from './groups.ts';
import { childOf, childrenOf, type Node, node } from './nodes.ts';
import { seconds } from './pairing.ts';
import type { Queues } from './queues.ts';
import type { Session } from './session.ts';

export interface ReceiptPorts extends Places {
  readonly queues: Queues;
  readonly phones: PhoneSender;
  readonly mediaRetry: (stanza: Node) => Node | null;
}

/** What linked devices say of messages that came: that they have them, have read them, or could not read them. */
export const createAppReceipts = (ports: ReceiptPorts) => {
  const { accounts, queues } = ports;

  const receipt = async (session: Session, stanza: Node): Promise<void> => {
    const { account, companion } = session;
    if (!account || !companion) return;
    const { id = '', type = 'delivered', to = '', participant } = stanza.attrs;
    const ids = [id, ...childrenOf(childOf(stanza, 'list'), 'item').map((item) => item.attrs.id ?? '')];
    const author = type === 'sender' ? account : accounts.find(participant ?? to);
    for (const each of ids) {
      queues.settle(companion, { tag: 'message', attrs: { id: each } });
      author?.receipts.push({ id: each, from: account.name, type });
      if (author) tick(author, account, each, type);
    }
    session.send(node('ack', { class: 'receipt', id, from: to, type: stanza.attrs.type, participant }));
    if (type === 'server-error') {
      const answer = ports.mediaRetry(stanza);
      if (answer) queues.deliver(companion, answer);
      return;
    }
    if (type === 'retry' && author) await again(account, companion, author, stanza);
  };

  /** A phone sends it once more; what another app wrote, that app is asked for. */
  const again = async (reader: Account, companion: Companion, author: Account, stanza: Node): Promise<void> => {
    const { id, to = '', participant } = stanza.attrs;
    const writer = author.companions.get(deviceOf(participant ?? to));
    if (!writer) return ports.phones.sendAgain(reader, companion, stanza);
    const group = ports.groups.find(to);
    const who = group
      ? { from: group.id, participant: jidIn(group.addressing, reader, companion.device) }
      : { from: lidJid(reader, companion.device) };
    queues.deliver(writer, node('receipt', { ...who, id, t: seconds(), type: 'retry' }, stanza.content));
  };

  const tick = (author: Account, reader: Account, id: string, type: string): void => {
    const sent = author.shown.find((m) => m.id === id && m.fromSelf);
    ports.changes.tell();
    if (author !== reader && (type === 'delivered' || type === 'inactive')) sent?.deliveredTo.add(reader.name);
    if (type !== 'read' && type !== 'read-self') return;
    if (type === 'read') sent?.readBy.add(reader.name);
    for (const m of reader.shown) if (m.id === id) m.isRead = true;
  };

  return { receipt };
};
export type AppReceipts = ReturnType<typeof createAppReceipts>;
