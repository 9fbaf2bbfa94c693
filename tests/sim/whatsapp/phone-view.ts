import type { Account, ShownMessage } from './accounts.ts';
import { chatNamed, type Places, peopleIn } from './chats.ts';
import { type Kind, kindOf } from './content.ts';

export interface ChatLine {
  /** What commands call it: the name of the other person, or the id of the group. */
  readonly chat: string;
  readonly name: string;
  readonly kind: 'self' | 'direct' | 'group';
  /** Empty outside of groups, and in one that the phone's owner has left. */
  readonly members: readonly string[];
  readonly unread: number;
  readonly last: ThreadLine | null;
  /** Who is writing there now, and how. */
  readonly typing: { readonly from: string; readonly state: string } | null;
}
export type Tick = 'waiting' | 'sent' | 'delivered' | 'read';
export interface ThreadLine {
  readonly id: string;
  readonly from: string;
  readonly fromSelf: boolean;
  readonly at: number;
  /** Empty when it was deleted. */
  readonly text: string;
  readonly kind: Kind;
  readonly quote: ShownMessage['quote'];
  readonly edits: number;
  readonly isDeleted: boolean;
  /** By name; those that were taken back are not in it. */
  readonly reactions: Readonly<Record<string, string>>;
  /** Null for what others wrote. */
  readonly tick: Tick | null;
}
const typingLastsMs = 25_000;

/** The list of chats as a phone shows it: the newest first. */
export const chatList = (phone: Account, places: Places): ChatLine[] => {
  const keys = new Set([phone.name, ...places.groups.of(phone).map((g) => g.id), ...phone.shown.map((m) => m.chat)]);
  return [...keys]
    .map((key) => chatLine(phone, key, places))
    .sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0) || a.name.localeCompare(b.name));
};

const chatLine = (phone: Account, key: string, places: Places): ChatLine => {
  const chat = chatNamed(places, key);
  const lines = thread(phone, key, places);
  const typing = phone.typing.findLast((t) => t.chat === key);
  const isNow = typing !== undefined && Date.now() - typing.at < typingLastsMs;
  const answered = lines.findLast((l) => l.from === typing?.from);
  return {
    chat: key,
    name: chat.kind === 'group' ? chat.group.subject : chat.other.name,
    kind: chat.kind === 'group' ? 'group' : chat.other === phone ? 'self' : 'direct',
    members: chat.kind === 'group' && chat.group.members.has(phone) ? [...chat.group.members.keys()].map((m) => m.name) : [],
    unread: phone.shown.filter((m) => m.chat === key && !m.isRead).length,
    last: lines.at(-1) ?? null,
    typing: isNow && typing.state !== 'paused' && (answered?.at ?? 0) <= typing.at ? { from: typing.from, state: typing.state } : null,
  };
};

/** A chat as a phone shows it now, oldest first. */
export const thread = (phone: Account, which: string, places: Places): ThreadLine[] => {
  const chat = chatNamed(places, which);
  const key = chat.kind === 'group' ? chat.group.id : chat.other.name;
  const readers = peopleIn(chat, phone).filter((account) => account !== phone);
  const everybody = (names: ReadonlySet<string>): boolean => readers.every((account) => names.has(account.name));
  const tickOf = (m: ShownMessage): Tick | null => {
    if (!m.fromSelf) return null;
    if (!m.isSent) return 'waiting';
    return everybody(m.readBy) ? 'read' : everybody(m.deliveredTo) ? 'delivered' : 'sent';
  };
  return phone.shown
    .filter((m) => m.chat === key)
    .map((m) => ({
      id: m.id,
      from: m.from,
      fromSelf: m.fromSelf,
      at: m.shownAt,
      text: m.isDeleted ? '' : m.text,
      kind: kindOf(m.content),
      quote: m.quote,
      edits: m.edits,
      isDeleted: m.isDeleted,
      reactions: Object.fromEntries([...m.reactions].filter(([, emoji]) => emoji !== '')),
      tick: tickOf(m),
    }));
};
