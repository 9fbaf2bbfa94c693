import { AsyncResource } from 'node:async_hooks';
import { expect, it } from 'vitest';
import { createAuthStore } from '../../../plugins/whatsapp/auth-store.ts';
import { lockTogether } from '../../../plugins/whatsapp/locks.ts';
import { loadVendor } from '../../../plugins/whatsapp/vendor.ts';
import { rowsInMemory } from '../../harness/rows-in-memory.ts';

// The library's own stores under our lock. Bug this would catch: whoever sends holds the lock and waits for something whose owner
// waits for the lock; the number then stays "live" and neither hears nor says anything.
const vendor = await loadVendor();
const silent = { level: 'silent', child: () => silent, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
const pn = '491701@s.whatsapp.net';

const build = () => {
  const { creds, keys } = createAuthStore(vendor, rowsInMemory()).stored(vendor.initAuthCreds());
  const locked = vendor.addTransactionCapability(keys, silent, { maxCommitRetries: 1, delayBetweenTriesMs: 0 });
  lockTogether(locked);
  const network = Promise.withResolvers<{ lid: string; pn: string }[]>();
  const app = vendor.DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys: locked }, silent, () => network.promise);
  return { locked, app, network };
};

it('lets a message that is sent share an answer of the network with somebody else who asked for it', async () => {
  const { locked, app, network } = build();
  const other = app.lidMapping.getLIDForPN(pn);
  const sent = locked.transaction(() => app.lidMapping.getLIDForPN(pn), 'me');
  network.resolve([{ lid: '777@lid', pn }]);
  expect(await Promise.all([other, sent])).toEqual(['777@lid', '777@lid']);
});

it('forgets the sessions of a removed device while a message is sent', async () => {
  const { locked, app } = build();
  await locked.transaction(async () => void (await inAnotherContext(() => app.deleteSession(['777:3@lid']))), 'me');
});

it('keeps everybody else who uses sessions out while a message is sent', async () => {
  const { locked } = build();
  const order: string[] = [];
  const hold = Promise.withResolvers<void>();
  const sent = locked.transaction(async () => {
    await hold.promise;
    order.push('sent');
  }, 'me');
  const read = locked.transaction(async () => void order.push('read'), '777@lid');
  hold.resolve();
  await Promise.all([sent, read]);
  expect(order).toEqual(['sent', 'read']);
});

/** As if an event of the socket had begun it: outside the transaction that is open here. */
const outside = new AsyncResource('an event');
const inAnotherContext = <T>(work: () => Promise<T>): Promise<T> => outside.runInAsyncScope(work);
