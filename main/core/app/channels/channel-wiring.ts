import { messageOf } from '#contract/errors.ts';
import type { Channel, ChannelChange, ChannelEvent } from '#plugin-api';
import type { Line } from '../../inbox/channel-inbox.ts';
import type { Inbox } from '../../inbox/inbox.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import type { Registry } from '../../plugins/registry.ts';
import type { IncomingFiles } from '../../services/incoming-files.ts';
import { createLinks } from '../../services/links.ts';
import type { Foundation } from '../foundation.ts';
import { wireInbox } from './inbox-wiring.ts';
import type { Replies } from './replies.ts';

export interface ChannelParts {
  readonly registry: Registry;
  readonly plugins: Plugins;
  readonly inbox: Inbox;
  readonly outbox: Replies['outbox'];
  /** Somebody put a sign on a message. */
  readonly reacted: (line: Line, change: ChannelChange) => Promise<void>;
  readonly incomingFiles: IncomingFiles;
  readonly tell: Replies['tell'];
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

  const { channelInbox, noted, allGroups } = wireInbox(f, p.inbox.accept, p);

  const take = (line: Line, channel: Channel, event: ChannelEvent): void => {
    switch (event.type) {
      case 'link':
        return links.heard(line.id, event);
      case 'receipt':
        return void p.outbox.receipt(line.id, event.externalId, event.state);
      case 'chat':
        return noted(line, event);
      case 'groups':
        return allGroups(line, event.chatKeys);
      case 'message':
        return keep(line, channel, event.eventId, async () => {
          await channelInbox.receive(line, event);
          if (!event.fromSelf) store.reach.heardFrom(line.id, event.chatKey, clock.now());
        });
      case 'edit':
      case 'delete':
        return keep(line, channel, event.eventId, () => channelInbox.change(line, event));
      case 'react':
        return keep(line, channel, event.eventId, async () => {
          // First: an answer of the owner's does not wait for a file that somebody sent there.
          if (!store.deliveries.isOurs(event.externalId)) await p.reacted(line, event);
          await channelInbox.change(line, event);
        });
    }
  };
  /** Confirmed when it is stored, and not before; what cannot be stored now is tried until it can. */
  const keep = (line: Line, channel: Channel, eventId: string, store: () => Promise<void>): void => {
    const run = async (): Promise<void> => {
      try {
        await store();
        await channel.ack(line.id, eventId);
      } catch (error) {
        log('error', 'a message could not be kept yet', { connectionId: line.id, error: messageOf(error) });
        // A channel that is gone, or begins anew, brings it again by itself.
        if (!stopped.signal.aborted && running.get(line.id)?.channel === channel) clock.after(againMs, () => void run());
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
    record: f.audit.append,
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
    cameUp(connectionId) {
      p.outbox.connected(connectionId);
      p.incomingFiles.cameUp(connectionId);
    },
    log,
  });
  p.onContribution((kind) => kind === 'channel' && sync());
  f.closers.add('channels', async () => {
    stopped.abort(new Error('the host stops'));
    for (const { abort } of running.values()) abort.abort(stopped.signal.reason);
    await Promise.all([...running.values()].map(({ done }) => done));
  });
  return { links, sync };
};
export type ChannelWiring = ReturnType<typeof wireChannels>;
