import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';

// The link from the outside: the real host, the real library, a simulated server.
let w: WhatsAppWorld;
beforeEach(async () => {
  w = await startWhatsAppWorld();
});
afterEach(() => w.close());

it('pairs by QR code and is live with proof, and knows whose number it is', async () => {
  const live = await pairOlga(w);
  expect(live).toMatchObject({ mode: 'own', self: { number: '+491701' }, reason: null, qr: null, nextTryAt: null });
  expect(Date.now() - (live.heardAt ?? 0)).toBeLessThan(5_000);
  expect(w.sim.sockets()).toMatchObject({ now: 1, mostOfOneDevice: 1 });
});

it('pairs by a code that is typed on the phone', async () => {
  const made = await w.client.links.add({ channel: 'whatsapp', name: 'Olga', mode: 'own' });
  await w.client.links.pair({ id: made.id, phone: '+49 170 1' });
  await expect.poll(w.link).toMatchObject({ state: 'pairing', pairingCode: expect.stringMatching(/^.{4}-.{4}$/) });
  const { pairingCode } = await w.link();
  // Nobody types as fast as a test: the server may not have the request yet.
  await expect
    .poll(() =>
      w.sim
        .phone('Olga')
        .enterCode(pairingCode ?? '')
        .then(
          () => true,
          () => false,
        ),
    )
    .toBe(true);
  await w.becomes('live');
});

it('comes back by itself after a restart, without a new code', async () => {
  await pairOlga(w);
  w = await w.restart();
  expect(await w.becomes('live')).toMatchObject({ name: 'Olga' });
  expect(w.sim.sockets().mostOfOneDevice).toBe(1);
});

it('is degraded with cause and next try when the line is cut, and live again by itself', async () => {
  await pairOlga(w);
  w.sim.faults.refuseUpgrade = 503;
  w.sim.dropAll();
  const down = await w.becomes('degraded', { reason: { code: 'link-refused', params: {} } });
  expect(down.heardAt).not.toBeNull();
  await expect.poll(w.link).toMatchObject({ nextTryAt: expect.any(Number), attempt: expect.any(Number) });
  w.sim.faults.refuseUpgrade = null;
  await w.becomes('live');
  expect(w.sim.sockets().mostOfOneDevice).toBe(1);
});

it('does not believe a silent server', async () => {
  await pairOlga(w);
  w.sim.faults.isSilent = true;
  await w.becomes('degraded');
  w.sim.faults.isSilent = false;
  await w.becomes('live');
});

it('resumes at once after 515', async () => {
  await pairOlga(w);
  const { total } = w.sim.sockets();
  w.sim.endAll(515);
  await expect.poll(() => w.sim.sockets()).toMatchObject({ total: total + 1, ready: 1 });
  await w.becomes('live');
});

it('stops and explains when another program takes the link, until a person says so', async () => {
  await pairOlga(w);
  const { total } = w.sim.sockets();
  w.sim.endAll(440);
  await w.becomes('conflict', { reason: { code: 'link-replaced', params: {} }, nextTryAt: null });
  expect(w.sim.sockets().total).toBe(total);
  await w.client.links.tryNow({ id: (await w.link()).id });
  await w.becomes('live');
});

it('asks to link again when the phone has ended the link, also after a restart, and can be linked again', async () => {
  await pairOlga(w);
  w.sim.phone('Olga').unlink();
  await w.becomes('logged-out', { reason: { code: 'link-ended-by-phone', params: {} } });
  w = await w.restart();
  const { id } = await w.becomes('logged-out');
  await w.client.links.pair({ id });
  await expect.poll(w.link).toMatchObject({ qr: expect.any(String) });
  w.sim.phone('Olga').scan((await w.link()).qr ?? '');
  await w.becomes('live');
});

it('refuses another number on a link that has chats of the first one', async () => {
  const { id } = await pairOlga(w);
  w.sim.phone('Olga').unlink();
  await w.becomes('logged-out');
  await w.client.links.pair({ id });
  await expect.poll(w.link).toMatchObject({ qr: expect.any(String) });
  w.sim.phone('Ann').scan((await w.link()).qr ?? '');
  await w.becomes('logged-out', { reason: { code: 'link-other-number', params: {} } });
});

it('is linked again by the same account after its number has changed, with its chats', async () => {
  const { id } = await pairOlga(w);
  await w.sim.phone('Olga').say('Olga', 'hello');
  await expect.poll(() => w.sim.phone('Olga').texts('Olga').length).toBe(2);
  const chats = async () => (await w.client.chats.list()).filter((c) => c.channel === 'whatsapp').map((c) => c.id);
  const before = await chats();
  w.sim.phone('Olga').changeNumber('491799');
  w.sim.phone('Olga').unlink();
  await w.becomes('logged-out');
  await w.client.links.pair({ id });
  await expect.poll(w.link).toMatchObject({ qr: expect.any(String) });
  w.sim.phone('Olga').scan((await w.link()).qr ?? '');
  expect(await w.becomes('live')).toMatchObject({ self: { number: '+491799' } });
  await w.sim.phone('Olga').say('Olga', 'hello again');
  await expect.poll(() => w.sim.phone('Olga').texts('Olga').length).toBe(4);
  expect(await chats()).toEqual(before);
});

it('says what is in the way when no code can be had, and does not go on by itself', async () => {
  const { id } = await w.client.links.add({ channel: 'whatsapp', name: 'Olga', mode: 'own' });
  w.sim.faults.refuseUpgrade = 302;
  await w.client.links.pair({ id });
  await w.becomes('unlinked', { reason: { code: 'pairing-blocked', params: {} }, nextTryAt: null });
});

it('lets nobody show codes more than three times in ten minutes', async () => {
  const { id } = await w.client.links.add({ channel: 'whatsapp', name: 'Olga', mode: 'own' });
  for (let i = 0; i < 3; i++) {
    await w.client.links.pair({ id });
    await expect.poll(w.link).toMatchObject({ qr: expect.any(String) });
    await w.client.links.cancelPairing({ id });
    await w.becomes('unlinked', { reason: { code: 'pairing-cancelled', params: {} } });
  }
  await expect(w.client.links.pair({ id })).rejects.toMatchObject({ data: { code: 'pairing-cool-down', params: { minutes: 10 } } });
});

it.each([
  ['damaged', "UPDATE kv SET value = zeroblob(64) WHERE key LIKE '%/creds'"],
  ['half written', "UPDATE kv SET value = substr(value, 1, 40) WHERE key LIKE '%/creds'"],
  ['gone', "DELETE FROM kv WHERE key LIKE '%/creds'"],
])('asks to link again when its keys are %s, and makes no new identity by itself', async (_, sql) => {
  await pairOlga(w);
  await w.host.stop();
  const { total } = w.sim.sockets();
  const db = new DatabaseSync(join(w.home, 'plugins', 'whatsapp', 'storage.db'));
  expect(db.prepare(sql).run().changes).toBe(1);
  db.close();
  w = await w.restart();
  await expect.poll(async () => ['logged-out', 'unlinked'].includes((await w.link()).state)).toBe(true);
  expect(w.sim.sockets().total).toBe(total);
});

it('forgets everything when it is unlinked, and the phone shows no linked device any more', async () => {
  const { id } = await pairOlga(w);
  await w.client.links.unlink({ id });
  expect(await w.client.links.list()).toEqual([]);
  expect([...w.sim.phone('Olga').account.companions.values()].every((c) => c.removed)).toBe(true);
  await w.host.stop();
  const db = new DatabaseSync(join(w.home, 'plugins', 'whatsapp', 'storage.db'));
  expect(db.prepare('SELECT key FROM kv WHERE key LIKE ?').all(`${id}/%`)).toEqual([]);
  db.close();
  w = await w.restart();
  expect(await w.client.links.list()).toEqual([]);
  expect(w.sim.sockets().now).toBe(0);
});
