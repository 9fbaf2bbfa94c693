import { AppError, messageOf } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import type { LinkView } from '#contract/ui/domains/links.ts';
import type { Channel, ChannelCommand, ChannelEvent, Result } from '#plugin-api';
import type { Clock } from '../base/clock.ts';
import { createEmitter } from '../base/emitter.ts';
import { newId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Audit } from '../store/audit.ts';
import type { Connection } from '../store/repositories/connections.ts';
import type { Store } from '../store/store.ts';
import { claimKeys } from '../store/transitions/identify.ts';

type LinkEvent = Extract<ChannelEvent, { type: 'link' }>;
/** What only the running connection knows; a code never goes into the database. */
type Live = Pick<LinkView, 'heardAt' | 'nextTryAt' | 'attempt' | 'qr' | 'qrUntil' | 'pairingCode'>;
const nothing: Live = { heardAt: null, nextTryAt: null, attempt: 0, qr: null, qrUntil: null, pairingCode: null };

export interface LinksDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly channel: (kind: string) => Channel | null;
  readonly channelTitles: () => { id: string; title: string }[];
  /** Runs the connection, if it does not run yet. Resolves when it can be commanded. */
  readonly run: (connectionId: string) => Promise<void>;
  readonly end: (connectionId: string) => Promise<void>;
  /** It may send again. */
  readonly cameUp: (connectionId: string) => void;
  /** People that become one are audited. */
  readonly record: Audit['append'];
  readonly log: Log;
}

/** Linked numbers as a person handles them, and how each of them stands. */
export const createLinks = (deps: LinksDeps) => {
  const { store, clock } = deps;
  const live = new Map<string, Live>();
  const changed = createEmitter<void>((error) => deps.log('error', 'somebody who watches links failed', { error: String(error) }));

  const must = (id: string): Connection => {
    const found = store.connections.byId(id);
    if (!found) throw new AppError('not-found', { what: 'link', name: id });
    return found;
  };
  const view = (c: Connection): LinkView => {
    const { id, channel, name, color, mode, state, reason: why, since, self } = c;
    return {
      id,
      channel,
      name,
      color,
      mode,
      state,
      reason: why,
      since,
      ...(live.get(id) ?? nothing),
      self: self.number === '' ? null : { name: self.name, number: self.number },
    };
  };
  const list = (): LinkView[] => store.connections.list().map(view);

  /** The linked account is the owner in an own number; its chat with itself is the first chat. */
  const adopt = (c: Connection, self: NonNullable<LinkEvent['self']>): void => {
    if (self.keys.length === 0 || JSON.stringify(c.self) === JSON.stringify(self)) return;
    store.connections.setSelf(c.id, { keys: self.keys, name: self.name || c.self.name, number: self.number });
    if (c.mode === 'own') claimKeys(store.db, store.people.owner().id, { kind: c.channel, keys: self.keys }, clock.now(), deps.record);
  };
  const command = async (id: string, c: ChannelCommand): Promise<LinkView> => {
    const connection = must(id);
    const channel = deps.channel(connection.channel);
    if (!channel) throw new AppError('link-stopped');
    await deps.run(id);
    refuse(await channel.command(id, c));
    return view(must(id));
  };

  return {
    list,
    view: (id: string): LinkView => view(must(id)),
    channels: deps.channelTitles,
    /** Each call of `next` gives the list as it is then; ends with the signal. */
    async *watch(signal: AbortSignal): AsyncGenerator<LinkView[]> {
      let isNew = true;
      let wake: () => void = () => undefined;
      const tell = (): void => {
        isNew = true;
        wake();
      };
      const off = changed.on(tell);
      signal.addEventListener('abort', tell);
      try {
        while (!signal.aborted) {
          if (isNew) {
            isNew = false;
            yield list();
            continue;
          }
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          await promise;
        }
      } finally {
        off();
        signal.removeEventListener('abort', tell);
      }
    },
    /** The channel's word on how a connection stands. */
    heard(connectionId: string, event: LinkEvent): void {
      const before = store.connections.byId(connectionId);
      if (!before) return;
      const { heardAt = null, nextTryAt = null, attempt = 0, qr = null, qrUntil = null, pairingCode = null } = event;
      live.set(connectionId, { heardAt, nextTryAt, attempt, qr, qrUntil, pairingCode });
      if (event.self) adopt(before, event.self);
      if (before.state !== event.state || before.reason?.code !== event.reason) {
        store.connections.setState(connectionId, event.state, event.reason === undefined ? null : reason(event.reason), clock.now());
        deps.log('info', `link ${event.state}`, { connectionId, reason: event.reason ?? null, nextTryAt });
      }
      changed.emit();
      if (event.state === 'live' && before.state !== 'live') deps.cameUp(connectionId);
    },
    /** The connection does not run: what is known of it is old. */
    lost(connectionId: string, why: string): void {
      live.delete(connectionId);
      const before = store.connections.byId(connectionId);
      if (before && before.state !== 'unlinked' && before.state !== 'logged-out')
        store.connections.setState(connectionId, 'degraded', reason(why), clock.now());
      changed.emit();
    },
    async add(o: { channel: string; name: string; mode: 'own' | 'assistant'; ownerNumber?: string | undefined }): Promise<LinkView> {
      if (!deps.channel(o.channel)) throw new AppError('not-found', { what: 'channel', name: o.channel });
      if (store.connections.byName(o.name)) throw new AppError('link-name-taken', { name: o.name });
      const made = store.connections.add({ id: newId('con', clock.now()), channel: o.channel, name: o.name, mode: o.mode }, clock.now());
      const number = o.ownerNumber?.replaceAll(/\D/g, '') ?? '';
      if (number !== '')
        claimKeys(
          store.db,
          store.people.owner().id,
          { kind: o.channel, keys: [await keyOf(deps.channel(o.channel), number)] },
          clock.now(),
          deps.record,
        );
      await deps.run(made.id);
      changed.emit();
      return view(made);
    },
    pair: (id: string, phone: string | undefined) => command(id, { name: 'pair', ...(phone ? { args: { phone } } : {}) }),
    cancelPairing: (id: string) => command(id, { name: 'cancel' }),
    tryNow: (id: string) => command(id, { name: 'wake', args: { asked: true } }),
    /** The network or the computer is back: nobody waits for the next try. */
    async wakeAll(): Promise<void> {
      for (const { id, channel } of store.connections.list())
        await deps
          .channel(channel)
          ?.command(id, { name: 'wake' })
          .catch((error: unknown) => deps.log('warn', 'a link could not be woken', { connectionId: id, error: messageOf(error) }));
    },
    rename(id: string, name: string): LinkView {
      const taken = store.connections.byName(name);
      if (taken && taken.id !== must(id).id) throw new AppError('link-name-taken', { name });
      store.connections.rename(id, name);
      changed.emit();
      return view(must(id));
    },
    async unlink(id: string): Promise<void> {
      await command(id, { name: 'unlink' });
      await deps.end(id);
      store.connections.remove(id, clock.now());
      live.delete(id);
      changed.emit();
    },
  };
};
export type Links = ReturnType<typeof createLinks>;

/** How the network of a channel would name the account with this number (digits). */
const keyOf = (channel: Channel | null, digits: string): Promise<string> => channel?.keyOfNumber?.(digits) ?? Promise.resolve(digits);

const refuse = (result: Result<void>): void => {
  if (result.ok) return;
  if (result.code === 'pairing-cool-down')
    throw new AppError('pairing-cool-down', { minutes: Math.max(1, Math.ceil((result.retryAfterMs ?? 0) / 60_000)) });
  if (result.code === 'link-exists') throw new AppError('link-exists');
  throw new AppError('pairing-refused', { detail: result.text });
};
