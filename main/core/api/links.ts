import { linkChats } from '../store/views/link-chats.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const linkRoutes = (os: Base, { links, store, chatPeople }: ApiDeps) => ({
  list: os.links.list.handler(() => links.list()),
  watch: os.links.watch.handler(({ signal }) => links.watch(signal ?? new AbortController().signal)),
  channels: os.links.channels.handler(() => links.channels()),
  add: os.links.add.handler(({ input }) => links.add(input)),
  pair: os.links.pair.handler(({ input }) => links.pair(input.id, input.phone)),
  cancelPairing: os.links.cancelPairing.handler(({ input }) => links.cancelPairing(input.id)),
  tryNow: os.links.tryNow.handler(({ input }) => links.tryNow(input.id)),
  rename: os.links.rename.handler(({ input }) => links.rename(input.id, input.name)),
  unlink: os.links.unlink.handler(async ({ input }) => {
    await links.unlink(input.id);
    return { unlinked: true as const };
  }),
  chats: os.links.chats.handler(({ input }) => linkChats(store.db, links.view(input.id).id)),
  registerChat: os.links.registerChat.handler(({ input }) => {
    chatPeople.open(input.chatId, input.workspaceId);
    return { registered: true as const };
  }),
  closeChat: os.links.closeChat.handler(({ input }) => {
    chatPeople.close(input.chatId);
    return { closed: true as const };
  }),
});
