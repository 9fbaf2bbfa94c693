import type { proto } from '@whiskeysockets/baileys';
import { type Account, type Accounts, lidJid, type ShownMessage } from './accounts.ts';
import type { Logins } from './logins.ts';
import { completePairing, enterCode, readQr } from './pairing.ts';
import type { Outgoing, Traffic } from './traffic.ts';

export interface PhonePorts {
  readonly accounts: Accounts;
  readonly traffic: Traffic;
  readonly logins: Logins;
}

/** What a person can do with a phone, and what it shows. */
export const createPhones = ({ accounts, traffic, logins }: PhonePorts) => ({
  of: (account: Account) => ({
    account,
    name: account.name,
    shown: account.shown,
    receipts: account.receipts,
    /** Scans the code that an app shows. */
    scan(qr: string): void {
      const { ref, advSecret } = readQr(qr);
      const session = logins.withRef(ref);
      if (!session) throw new Error('this code is not valid any more');
      completePairing(session, account, advSecret);
    },
    async enterCode(code: string): Promise<void> {
      const session = logins.withCodeFor(account.pn);
      if (!session) throw new Error('nobody asked for a code');
      await enterCode(session, account, code.replace('-', ''));
    },
    /** Ends the link on the phone. */
    unlink(): void {
      for (const companion of account.companions.values()) companion.removed = true;
      logins.endAll(401);
    },
    say: (to: string, text: string, more: Partial<Outgoing> = {}): Promise<string> =>
      traffic.fromPhone(account, { to, content: { conversation: text }, ...more }),
    send: (to: string, content: proto.IMessage, more: Partial<Outgoing> = {}): Promise<string> =>
      traffic.fromPhone(account, { to, content, ...more }),
    /** Tells the author that a message was read. */
    read(message: ShownMessage): void {
      const author = accounts.must(message.from);
      traffic.receipt(author, account, message.id, lidJid(account), 'read');
    },
    /** The texts of a chat, oldest first, as the phone shows them now. */
    texts: (chat: string): string[] => account.shown.filter((m) => m.chat === chat && !m.isDeleted).map((m) => m.text),
  }),
});
export type Phone = ReturnType<ReturnType<typeof createPhones>['of']>;
