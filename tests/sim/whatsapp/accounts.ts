import type { proto } from '@whiskeysockets/baileys';
import { createGroupKeys, type GroupKeys } from './group-keys.ts';
import type { Node } from './nodes.ts';
import type { Arrival } from './shown.ts';
import { type Bundle, createSignalDevice, type SignalDevice } from './signal-device.ts';

/** A message as a simulated phone shows it. */
export interface ShownMessage {
  readonly id: string;
  /** Name of the account that wrote it. */
  readonly from: string;
  /** Name of the other person, or id of the group. */
  readonly chat: string;
  text: string;
  readonly content: proto.IMessage;
  readonly fromSelf: boolean;
  readonly shownAt: number;
  /** What it answers to. */
  readonly quote: { readonly id: string; readonly from: string; readonly text: string } | null;
  edits: number;
  isDeleted: boolean;
  /** By name; empty when it was taken back. */
  readonly reactions: Map<string, string>;
  /** False while the phone that wrote it has no network. */
  isSent: boolean;
  /** Names of those who have it, and of those who have read it: the ticks of what this phone's owner wrote. */
  readonly deliveredTo: Set<string>;
  readonly readBy: Set<string>;
  /** The phone's owner has seen it, here or in a linked device. */
  isRead: boolean;
}
/** A linked device of an account: the app under test. */
export interface Companion {
  readonly device: number;
  readonly noiseKey: Buffer;
  bundle: Omit<Bundle, 'preKey'>;
  readonly preKeys: { id: number; value: Uint8Array }[];
  /** Stanzas that the app has not confirmed yet, oldest first. */
  readonly queue: Map<string, Node>;
  loggedInBefore: boolean;
  removed: boolean;
}
export interface SentMessage {
  /** As in ShownMessage. */
  readonly chat: string;
  readonly content: proto.IMessage;
  readonly edit?: string | undefined;
}
export interface Account {
  /** Changes when they move to another number; what the network calls the account (`lid`) stays. */
  pn: string;
  readonly lid: string;
  readonly name: string;
  readonly phone: SignalDevice;
  readonly groupKeys: GroupKeys;
  readonly companions: Map<number, Companion>;
  /** What the phone shows, oldest first; a message that came twice under one id is shown once. */
  readonly shown: ShownMessage[];
  /** Edits, deletes and reactions that came before their message: a phone keeps them for it (Android: `message_orphaned_edit`). */
  early: Arrival[];
  /** Receipts that came back for what this phone sent. */
  readonly receipts: { id: string; from: string; type: string }[];
  /** What the phone was shown of others who write: `composing`, `recording`, `paused`. */
  readonly typing: { from: string; state: string; chat: string; at: number }[];
  readonly sent: Map<string, SentMessage>;
  /** Airplane mode: nothing comes, nothing goes; both wait. */
  isOffline: boolean;
  readonly waiting: (() => Promise<void>)[];
  /** So many messages of an app cannot be read by this phone: it asks for them again. */
  unreadable: number;
  nextDevice: number;
}

export const pnJid = (account: Account, device = 0): string => `${account.pn}${device > 0 ? `:${device}` : ''}@s.whatsapp.net`;
export const lidJid = (account: Account, device = 0): string => `${account.lid}${device > 0 ? `:${device}` : ''}@lid`;
/** How Signal stores name a device of an account. */
export const peerOf = (account: Account, device: number): string => `${account.lid}.${device}`;

/** Everybody there is. */
export const createAccounts = () => {
  const all = new Map<string, Account>();
  return {
    add(pn: string, name: string): Account {
      const account: Account = {
        pn,
        lid: `9${String(Math.floor(Math.random() * 1e13)).padStart(13, '0')}`,
        name,
        phone: createSignalDevice(),
        groupKeys: createGroupKeys(),
        companions: new Map(),
        shown: [],
        early: [],
        receipts: [],
        typing: [],
        sent: new Map(),
        isOffline: false,
        waiting: [],
        unreadable: 0,
        nextDevice: 11,
      };
      all.set(pn, account);
      return account;
    },
    /** By phone number, name, or any form of its id. */
    find(who: string): Account | undefined {
      const user = who.split('@')[0]?.split(':')[0] ?? '';
      return all.get(user) ?? [...all.values()].find((a) => a.lid === user || a.name === who);
    },
    /** Their old number is free for somebody else. */
    renumber(account: Account, pn: string): void {
      all.delete(account.pn);
      account.pn = pn;
      all.set(pn, account);
    },
    must(who: string): Account {
      const account = this.find(who);
      if (!account) throw new Error(`nobody is called ${who}`);
      return account;
    },
    list: (): Account[] => [...all.values()],
  };
};
export type Accounts = ReturnType<typeof createAccounts>;

export const deviceOf = (jid: string): number => Number(/:(\d+)@/.exec(jid)?.[1] ?? 0);
