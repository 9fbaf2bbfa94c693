import type { Account, Accounts } from './accounts.ts';
import type { Changes } from './changes.ts';
import { type Addressing, type Group, type Groups, jidIn } from './groups.ts';

/** Where somebody writes: another person, oneself, or a group. */
export type Chat = { readonly kind: 'direct'; readonly other: Account } | { readonly kind: 'group'; readonly group: Group };

export interface Places {
  readonly accounts: Accounts;
  readonly groups: Groups;
  readonly changes: Changes;
}

/** By name, number or any id. A group goes before a person of the same name. */
export const chatNamed = ({ accounts, groups }: Places, which: string): Chat => {
  const group = groups.find(which);
  return group ? { kind: 'group', group } : { kind: 'direct', other: accounts.must(which) };
};

/** What a phone calls the chat: the name of the other person, or the id of the group. */
export const keyOfChat = (chat: Chat): string => (chat.kind === 'group' ? chat.group.id : chat.other.name);
/** How stanzas call it. */
export const jidOfChat = (chat: Chat, addressing: Addressing = 'lid'): string =>
  chat.kind === 'group' ? chat.group.id : jidIn(addressing, chat.other);
/** Everybody whose phone shows it, the writer too. */
export const peopleIn = (chat: Chat, writer: Account): Account[] =>
  chat.kind === 'group' ? [...chat.group.members.keys()] : [...new Set([chat.other, writer])];
