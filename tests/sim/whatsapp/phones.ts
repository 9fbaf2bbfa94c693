import type { proto } from '@whiskeysockets/baileys';
import { type Account, lidJid, type ShownMessage } from './accounts.ts';
import { chatNamed, keyOfChat, type Places } from './chats.ts';
import { deletion, type Extras, edit, reaction, text } from './compose.ts';
import type { Outgoing, PhoneSender } from './from-phones.ts';
import type { GroupChanges } from './group-changes.ts';
import type { Addressing, Group } from './groups.ts';
import type { Logins } from './logins.ts';
import { completePairing, enterCode, readQr } from './pairing.ts';
import { type ChatLine, chatList, type ThreadLine, thread } from './phone-view.ts';
import type { Presence, Typing } from './presence.ts';

export interface PhonePorts extends Places {
  readonly groupChanges: GroupChanges;
  readonly sender: PhoneSender;
  readonly presence: Presence;
  readonly logins: Logins;
}
type Sending = Partial<Omit<Outgoing, 'to' | 'content'>>;

/** What a person can do with a phone, and what it shows. Chats go by the name of the other person or of the group. */
export const createPhones = (ports: PhonePorts) => {
  const { accounts, groups, groupChanges, sender, presence, logins } = ports;
  const people = (names: readonly string[]): Account[] => names.map((name) => accounts.must(name));

  return {
    of: (account: Account) => {
      const send = (to: string, content: proto.IMessage, more: Sending = {}): Promise<string> =>
        sender.send(account, { to, content, ...more });
      const shownMessage = (id: string): ShownMessage => {
        const message = account.shown.find((m) => m.id === id);
        if (!message) throw new Error(`the phone of ${account.name} shows no message ${id}`);
        return message;
      };
      const change = (message: ShownMessage, content: proto.IMessage, more: Sending = {}): Promise<string> =>
        send(message.chat, content, more);

      return {
        account,
        name: account.name,
        shown: account.shown,
        /** Throws when the phone shows no such message. */
        message: shownMessage,
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
        changeNumber: (pn: string): void => accounts.renumber(account, pn),
        /** Ends the link on the phone. */
        unlink(): void {
          for (const companion of account.companions.values()) companion.removed = true;
          logins.end(401, account);
        },
        /** `quote` is an id this phone shows; `mentions` are names, written `@Name` in the text. */
        say: (to: string, words: string, { quote, mentions, ...more }: Sending & Extras = {}): Promise<string> =>
          send(to, text(ports, account, to, words, { quote, mentions }), more),
        send,
        /** '' takes it back. */
        react: (id: string, emoji: string): Promise<string> => change(shownMessage(id), reaction(ports, account, shownMessage(id), emoji)),
        edit: (id: string, words: string): Promise<string> =>
          change(shownMessage(id), edit(ports, account, shownMessage(id), words), { edit: '1' }),
        /** For everybody; a message of somebody else only as an admin of the group. */
        delete: (id: string): Promise<string> =>
          change(shownMessage(id), deletion(ports, account, shownMessage(id)), { edit: shownMessage(id).fromSelf ? '7' : '8' }),
        /** Tells the author that a message was read. */
        read(message: ShownMessage): void {
          message.isRead = true;
          const chat = chatNamed(ports, message.chat);
          const author = accounts.must(message.from);
          sender.receipt(author, account, chat.kind === 'group' ? chat : { kind: 'direct', other: author }, message.id, 'read');
        },
        typing: (to: string, state: Typing): void => presence.typing(account, to, state),
        there: (isThere: boolean): void => presence.there(account, accounts.list(), isThere),
        /** Airplane mode. What waited goes and comes, in its order, when it is switched off. */
        async airplane(on: boolean): Promise<void> {
          account.isOffline = on;
          ports.changes.tell();
          while (!account.isOffline && account.waiting.length > 0) await account.waiting.shift()?.();
        },
        /** The next messages of an app cannot be read here: the phone asks for them again. */
        cannotRead(count: number): void {
          account.unreadable = count;
        },
        /** Asks the apps of somebody for a message as if it had come here and could not be read. */
        asksFor(writer: string, id: string): void {
          for (const companion of accounts.must(writer).companions.values())
            sender.askFor(account, companion, { from: lidJid(account), id }, 1);
        },
        createGroup: (subject: string, members: readonly string[], addressing: Addressing = 'lid'): Group =>
          groupChanges.create(account, subject, people(members), addressing),
        addTo: (group: string, ...names: string[]): void => groupChanges.add(groups.must(group), account, people(names)),
        removeFrom: (group: string, ...names: string[]): void => groupChanges.remove(groups.must(group), account, people(names)),
        leave: (group: string): void => groupChanges.leave(groups.must(group), account),
        promote: (group: string, ...names: string[]): void => groupChanges.promote(groups.must(group), account, people(names)),
        demote: (group: string, ...names: string[]): void => groupChanges.demote(groups.must(group), account, people(names)),
        rename: (group: string, subject: string): void => groupChanges.rename(groups.must(group), account, subject),
        chats: (): ChatLine[] => chatList(account, ports),
        thread: (chat: string): ThreadLine[] => thread(account, chat, ports),
        /** The texts of a chat, oldest first, as the phone shows them now. */
        texts(chat: string): string[] {
          const key = keyOfChat(chatNamed(ports, chat));
          return account.shown.filter((m) => m.chat === key && !m.isDeleted).map((m) => m.text);
        },
      };
    },
  };
};
export type Phone = ReturnType<ReturnType<typeof createPhones>['of']>;
