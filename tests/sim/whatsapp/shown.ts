import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { Account, Accounts, ShownMessage } from './accounts.ts';
import type { Places } from './chats.ts';
import { contextOf, textOf } from './content.ts';
import type { Groups } from './groups.ts';

export interface Arrival {
  readonly id: string;
  readonly from: Account;
  /** Name of the other person, or id of the group. */
  readonly chat: string;
  readonly content: proto.IMessage;
}
const { MESSAGE_EDIT, REVOKE } = proto.Message.ProtocolMessage.Type;

/** What a phone does with a message: shows it once, or changes what it shows. */
export const show = (phone: Account, arrival: Arrival, people: Places): void => {
  const { id, from, chat, content } = arrival;
  people.changes.tell();
  const inner = normalizeMessageContent(content);
  const about = targetOf(inner);
  if (about !== null && !phone.shown.some((m) => m.id === about && m.chat === chat)) {
    phone.early.push(arrival);
    return;
  }
  const target = (key: proto.IMessageKey | null | undefined): ShownMessage | undefined =>
    phone.shown.find((m) => m.id === key?.id && m.chat === chat);
  const change = inner?.protocolMessage;
  if (change?.type === MESSAGE_EDIT) {
    const edited = target(change.key);
    if (edited?.from !== from.name || edited.isDeleted) return;
    edited.text = spoken(change.editedMessage ?? {}, people.accounts);
    edited.edits += 1;
    return;
  }
  if (change?.type === REVOKE) {
    const deleted = target(change.key);
    if (deleted && (deleted.from === from.name || isAdmin(people.groups, chat, from))) deleted.isDeleted = true;
    return;
  }
  if (change) return;
  if (inner?.reactionMessage) {
    target(inner.reactionMessage.key)?.reactions.set(from.name, inner.reactionMessage.text ?? '');
    return;
  }
  if (!inner || phone.shown.some((m) => m.id === id && m.chat === chat)) return;
  if (inner.senderKeyDistributionMessage && Object.keys(inner).length === 1) return;
  phone.shown.push({
    id,
    from: from.name,
    chat,
    text: spoken(content, people.accounts),
    content,
    fromSelf: from === phone,
    shownAt: Date.now(),
    quote: quoteOf(content, people.accounts),
    edits: 0,
    isDeleted: false,
    reactions: new Map(),
    isSent: true,
    deliveredTo: new Set(),
    readBy: new Set(),
    isRead: from === phone,
  });
  const waited = phone.early.filter((one) => one.chat === chat && targetOf(normalizeMessageContent(one.content)) === id);
  phone.early = phone.early.filter((one) => !waited.includes(one));
  for (const one of waited) show(phone, one, people);
};

/** The message that an edit, a delete or a reaction is about; null for everything else. */
const targetOf = (inner: proto.IMessage | undefined): string | null => {
  const change = inner?.protocolMessage;
  if (change?.type === MESSAGE_EDIT || change?.type === REVOKE) return change.key?.id ?? null;
  return inner?.reactionMessage?.key?.id ?? null;
};

const isAdmin = (groups: Groups, chat: string, account: Account): boolean =>
  ['admin', 'superadmin'].includes(groups.find(chat)?.members.get(account) ?? '');

/** The text as it is read: a mention is a number on the wire and a name on the screen. */
const spoken = (content: proto.IMessage, accounts: Accounts): string => {
  let text = textOf(content);
  for (const jid of contextOf(content)?.mentionedJid ?? []) {
    const name = accounts.find(jid)?.name;
    if (name) text = text.replaceAll(`@${jid.split('@')[0]}`, `@${name}`);
  }
  return text;
};

const quoteOf = (content: proto.IMessage, accounts: Accounts): ShownMessage['quote'] => {
  const context = contextOf(content);
  if (!context?.stanzaId) return null;
  const from = accounts.find(context.participant ?? '')?.name ?? '';
  return { id: context.stanzaId, from, text: spoken(context.quotedMessage ?? {}, accounts) };
};
