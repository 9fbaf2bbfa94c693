import { messageOf } from '#contract/errors.ts';
import type { Channel, ChannelEvent } from '#plugin-api';
import { createChannelInbox, type Line } from '../inbox/channel-inbox.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { Registry } from '../plugins/registry.ts';
import { createLinks } from '../services/links.ts';
import { noteChat, registerChat } from '../store/transitions/channel-chats.ts';
import { identify } from '../store/transitions/identify.ts';
import type { Foundation } from './foundation.ts';
import type { Replies } from './replies.ts';

export interface ChannelParts {
  readonly registry: Registry;
  readonly plugins: Plugins;
  readonly inbox: Inbox;
  readonly outbox: Replies['outbox'];
  /** Plugins come and go. */
  readonly onContribution: (listener: (kind: string) => void) => void;
}
const againMs = 5_000;

/** Runs every linked number: what a channel says goes to the inbox, the outbox and the list of links, and is then confirmed. */
export const wireChannels = (f: Foundation, p: ChannelParts) => {
  const { store, clock } = f;
  const log = f.logFile.scope('channels');
  const stopped = new AbortController();
  const running = new Map<string, { abort: AbortController; channel: Channel; started: Promise<void>; done: Promise<void> }>();

  const channelInbox = createChannelInbox({
    isOurs: (connectionId, externalId) => store.deliveries.byExternalId(connectionId, externalId) !== null,
    noteChat: (line, m, name) =>
      noteChat(
        store.db,
        {
          connectionId: line.id,
          chatKey: m.chatKey,
          aliases: m.chatAliases ?? [],
          kind: m.kind ?? 'direct',
          name: name || selfName(line, m.kind),
          at: clock.now(),
        },
        clock.now(),
      ),
    register: (chatId) => void registerChat(store.db, { chatId, workspaceId: adminId() }, clock.now()),
    identify(line, keys, name) {
      const { person, merged } = identify(store.db, { kind: line.channel, keys, name }, clock.now());
      for (const personId of merged) log('info', 'two people are one', { personId, keptId: person.id });
      return person;
    },
    isOwner: (line, keys) => keys.some((key) => store.people.byIdentity(line.channel, key)?.role === 'owner'),
    accept: p.inbox.accept,
    log,
  });
  const adminId = (): string => {
    const admin = store.workspaces.list().find((w) => w.isAdmin);
    if (!admin) throw new Error('there is always an admin workspace');
    return admin.id;
  };
  const selfName = (line: Line, kind: string | undefined): string => (kind === 'self' ? (store.connections.byId(line.id)?.name ?? '') : '');

  const take = (line: Line, channel: Channel, event: ChannelEvent): void => {
    switch (event.type) {
      case 'link':
        return links.heard(line.id, event);
      case 'receipt':
        return void p.outbox.receipt(line.id, event.externalId, event.state);
      case 'chat':
        return void noteChat(
          store.db,
          { connectionId: line.id, chatKey: event.chatKey, aliases: [], kind: event.kind ?? 'direct', name: event.name, at: null },
          clock.now(),
        );
      case 'message':
        return keep(line, channel, event.eventId, () => channelInbox.receive(line, event));
      case 'edit':
      case 'delete':
      case 'react':
        return keep(line, channel, event.eventId, async () => undefined);
    }
  };
  /** Confirmed when it is stored, and not before; what can not be stored now is tried until it can. */
  const keep = (line: Line, channel: Channel, eventId: string, store: () => Promise<void>): void => {
    const run = async (): Promise<void> => {
      try {
        await store();
        await channel.ack(line.id, eventId);
      } catch (error) {
        log('error', 'a message could not be kept yet', { connectionId: line.id, error: messageOf(error) });
        if (!stopped.signal.aborted) clock.after(againMs, () => void run());
      }
    };
    void run();
  };

  const listen = async (line: Line, channel: Channel, signal: AbortSignal, started: () => void): Promise<void> => {
    try {
      for await (const event of channel.connect(line.id, signal)) {
        started();
        try {
          take(line, channel, event);
        } catch (error) {
          log('error', 'an event of a channel failed', { connectionId: line.id, type: event.type, error: messageOf(error) });
        }
      }
    } catch (error) {
      log('error', 'a connection broke', { connectionId: line.id, error: messageOf(error) });
    }
    started();
    running.delete(line.id);
    if (stopped.signal.aborted) return;
    links.lost(line.id, 'link-stopped');
    clock.after(againMs, sync);
  };
  const begin = (line: Line): void => {
    const channel = p.registry.find('channel', line.channel);
    if (!channel || running.has(line.id) || stopped.signal.aborted) return;
    const abort = new AbortController();
    const { promise: started, resolve } = Promise.withResolvers<void>();
    const entry = { abort, channel, started, done: Promise.resolve() };
    running.set(line.id, entry);
    entry.done = listen(line, channel, abort.signal, resolve);
  };
  /** Everything that is linked and has its plugin runs. */
  const sync = (): void => {
    if (!stopped.signal.aborted) for (const connection of store.connections.list()) begin(connection);
  };

  const links = createLinks({
    store,
    clock,
    channel: (kind) => p.registry.find('channel', kind),
    channelTitles: () =>
      p.plugins
        .list()
        .flatMap((x) =>
          x.state === 'active'
            ? (x.manifest?.contributes ?? []).filter((c) => c.kind === 'channel').map(({ id, title }) => ({ id, title }))
            : [],
        ),
    async run(connectionId) {
      const connection = store.connections.byId(connectionId);
      if (connection) begin(connection);
      await running.get(connectionId)?.started;
    },
    async end(connectionId) {
      const entry = running.get(connectionId);
      entry?.abort.abort(new Error('the link was removed'));
      await entry?.done;
    },
    cameUp: p.outbox.connected,
    log,
  });
  p.onContribution((kind) => kind === 'channel' && sync());
  f.closers.add('channels', async () => {
    stopped.abort(new Error('the host stops'));
    for (const { abort } of running.values()) abort.abort(stopped.signal.reason);
    await Promise.all([...running.values()].map(({ done }) => done));
  });
  /** The other side sees that somebody writes while `work` runs. Nothing depends on it, so nothing waits for it. */
  const whileTyping = async <T>(chatId: string, work: () => Promise<T>): Promise<T> => {
    const chat = store.chats.byId(chatId);
    const channel = chat ? running.get(chat.connectionId)?.channel : undefined;
    const type = (on: boolean): void => {
      if (!chat || !channel?.can.typing) return;
      channel
        .command(chat.connectionId, { name: 'typing', chatKey: chat.chatKey, args: { on } })
        .catch((error: unknown) => log('debug', 'typing could not be shown', { chatId, error: messageOf(error) }));
    };
    type(true);
    try {
      return await work();
    } finally {
      type(false);
    }
  };
  return { links, sync, whileTyping };
};
export type ChannelWiring = ReturnType<typeof wireChannels>;
