import { AppError, messageOf } from '#contract/errors.ts';
import type { Starters, Trigger } from '#contract/model/trigger.ts';
import type { ChatPeopleView, OwnerNumberView } from '#contract/ui/domains/people.ts';
import type { Channel } from '#plugin-api';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Audit } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import { registerChat } from '../store/transitions/channel-chats.ts';
import { setMayStart, setStarters, setTrigger } from '../store/transitions/chat-rights.ts';
import { closeChat } from '../store/transitions/close-chat.ts';
import { claimKeys, releaseKeys } from '../store/transitions/identify.ts';
import { chatPeople, ownerAccounts } from '../store/views/chat-people.ts';

export interface ChatPeopleDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly channel: (kind: string) => Channel | null;
  readonly log: Log;
}

/** Which chats of a linked number are read, who may do what there, and from which numbers the owner writes. */
export const createChatPeople = (deps: ChatPeopleDeps) => {
  const { store, clock, audit } = deps;
  const { db } = store;
  const must = (chatId: string): string => {
    const chat = store.chats.byId(chatId);
    if (!chat) throw new AppError('not-found', { what: 'chat', name: chatId });
    return chat.id;
  };
  const channelOf = (kind: string): Channel => {
    const channel = deps.channel(kind);
    if (!channel) throw new AppError('link-stopped');
    return channel;
  };
  const of = (chatId: string): ChatPeopleView => chatPeople(db, must(chatId));

  /** Its members are told anew; until then nobody in it has a right and nobody takes it for private. */
  const describe = (chatId: string): void => {
    const chat = store.chats.byId(chatId);
    if (chat?.kind !== 'group') return;
    deps
      .channel(chat.channel)
      ?.command(chat.connectionId, { name: 'describe', chatKey: chat.chatKey })
      .catch((error: unknown) => deps.log('warn', 'a group could not be described', { chatId, error: messageOf(error) }));
  };
  const owners = async (kind: string): Promise<OwnerNumberView[]> => {
    const channel = channelOf(kind);
    return Promise.all(
      ownerAccounts(db, store.people.owner().id, kind).map(async ({ keys, isLinked }) => {
        const numbers = await Promise.all(keys.map(async (key) => (await channel.numberOfKey?.(key)) ?? null));
        return { key: keys[0] ?? '', number: numbers.find((n) => n !== null) ?? '', isLinked };
      }),
    );
  };
  const record = (rule: string, detail: string): void =>
    audit.append({
      actor: 'owner',
      workspaceId: null,
      turnId: null,
      callHash: null,
      decision: 'allow',
      rule,
      outcome: 'done',
      detail,
    });

  return {
    of,
    /** From now on what is said there is kept, and the workspace's agent answers. False when it was open. */
    open(chatId: string, workspaceId: string): boolean {
      if (!store.workspaces.byId(workspaceId)) throw new AppError('not-found', { what: 'workspace', name: workspaceId });
      const isNew = registerChat(db, { chatId, workspaceId }, clock.now());
      describe(chatId);
      return isNew;
    },
    close: (chatId: string): boolean => closeChat(db, must(chatId), clock.now()),
    setTrigger(chatId: string, trigger: Trigger): ChatPeopleView {
      setTrigger(db, must(chatId), trigger);
      return of(chatId);
    },
    setStarters(chatId: string, starters: Starters): ChatPeopleView {
      db.tx(() => {
        setStarters(db, must(chatId), starters);
        record('chat-starters', `${chatId}: ${starters}`);
      });
      return of(chatId);
    },
    setMayStart(o: { chatId: string; personId: string; may: boolean }): ChatPeopleView {
      must(o.chatId);
      const isThere = db.tx(() => {
        record('chat-may-start', `${o.chatId}: ${o.personId} ${o.may ? 'may' : 'may not'}`);
        return setMayStart(db, o);
      });
      if (!isThere) throw new AppError('member-not-there');
      return of(o.chatId);
    },
    owners,
    /** Whoever writes from this number is the owner from now on. */
    async addOwner(kind: string, typed: string): Promise<OwnerNumberView[]> {
      const digits = typed.replaceAll(/\D/g, '').replace(/^00/, '');
      if (digits.length < 7 || digits.length > 15 || /[^\d\s+()/.-]/.test(typed)) throw new AppError('number-invalid', { number: typed });
      const key = (await channelOf(kind).keyOfNumber?.(digits)) ?? digits;
      db.tx(() => {
        claimKeys(db, store.people.owner().id, { kind, keys: [key] }, clock.now(), audit.append);
        record('owner-number-added', key);
      });
      return owners(kind);
    },
    /** Whoever writes from this account is somebody whom nothing is allowed. */
    async removeOwner(kind: string, key: string): Promise<OwnerNumberView[]> {
      const account = ownerAccounts(db, store.people.owner().id, kind).find(({ keys }) => keys.includes(key));
      if (!account) throw new AppError('not-found', { what: 'number', name: key });
      if (account.isLinked) throw new AppError('number-linked');
      db.tx(() => {
        releaseKeys(db, kind, key, clock.now(), audit.append);
        record('owner-number-removed', key);
      });
      for (const chat of store.chats.list()) if (chat.channel === kind) describe(chat.id);
      return owners(kind);
    },
  };
};
export type ChatPeople = ReturnType<typeof createChatPeople>;
