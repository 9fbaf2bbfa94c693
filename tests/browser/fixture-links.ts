import { implement } from '@orpc/server';
import { contract } from '#contract/ui/contract.ts';
import type { LinkChatView, LinkView } from '#contract/ui/domains/links.ts';
import { found } from './fixture-faults.ts';
import type { FixtureHost } from './fixture-host.ts';

export const makeLink = (change: Partial<LinkView> = {}): LinkView => ({
  id: 'link-1',
  channel: 'whatsapp',
  name: 'WhatsApp',
  color: 'green',
  mode: 'own',
  state: 'live',
  reason: null,
  since: Date.now() - 3_600_000,
  heardAt: Date.now() - 8_000,
  nextTryAt: null,
  attempt: 0,
  qr: null,
  qrUntil: null,
  pairingCode: null,
  self: { name: 'Olga', number: '+491701' },
  ...change,
});

export const makeLinkChat = (name: string, change: Partial<LinkChatView> = {}): LinkChatView => ({
  id: `lc-${name}`,
  name,
  kind: 'direct',
  lastAt: Date.now() - 60_000,
  workspaceId: null,
  hasLeft: false,
  ...change,
});

/** The routes of linked numbers; each has all of the state's chats. */
export const linkRoutes = (host: FixtureHost) => {
  const os = implement(contract);
  const { state } = host;
  const chatOf = (id: string): LinkChatView => found(state.linkChats.find((chat) => chat.id === id));
  const change = (id: string, workspaceId: string | null): void => {
    chatOf(id);
    state.linkChats = state.linkChats.map((chat) => (chat.id === id ? { ...chat, workspaceId } : chat));
    host.emit('chat', id, { chatId: id });
  };
  return {
    links: {
      list: os.links.list.handler(() => state.links),
      watch: os.links.watch.handler(async function* ({ signal }) {
        yield state.links;
        await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      }),
      channels: os.links.channels.handler(() => [{ id: 'whatsapp', title: 'WhatsApp' }]),
      chats: os.links.chats.handler(() => state.linkChats),
      registerChat: os.links.registerChat.handler(({ input }) => {
        change(input.chatId, input.workspaceId);
        return { registered: true as const };
      }),
      closeChat: os.links.closeChat.handler(({ input }) => {
        change(input.chatId, null);
        return { closed: true as const };
      }),
    },
    people: {
      owners: os.people.owners.handler(() => [{ key: 'pn:491701', number: '+491701', isLinked: true }]),
    },
  };
};
