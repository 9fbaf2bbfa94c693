import { afterEach, beforeEach, expect, it } from 'vitest';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';

// Messages are asked for and told apart by ids that their senders choose.
let w: WhatsAppWorld;
beforeEach(async () => {
  w = await startWhatsAppWorld();
  await pairOlga(w);
});
afterEach(() => w.close());

const self = () => w.sim.phone('Olga').texts('Olga');

it('gives an answer again to a phone that could not read it', async () => {
  w.sim.phone('Olga').cannotRead(1);
  await w.sim.phone('Olga').say('Olga', 'hello');
  await expect.poll(self).toEqual(['hello', expect.stringMatching(/^🦞 /)]);
});

it('gives nothing to somebody who knows no more than the id of a message', async () => {
  await w.sim.phone('Ann').say('Olga', 'hi');
  await w.sim.phone('Olga').say('Olga', 'hello');
  await expect.poll(() => self().length).toBe(2);
  const before = w.sim.phone('Ann').shown.length;
  // After a restart the library remembers nothing of its own.
  w = await w.restart();
  await w.becomes('live');
  const [companion] = w.sim.phone('Olga').account.companions.values();
  await expect.poll(() => companion?.queue.size).toBe(0);
  w.sim.phone('Ann').asksFor('Olga', w.sim.phone('Olga').shown.at(-1)?.id ?? '');
  expect(companion?.queue.size).toBe(1);
  await expect.poll(() => companion?.queue.size).toBe(0);
  expect(w.sim.phone('Ann').shown.slice(before)).toEqual([]);
});

it('keeps what two members of a group say under the same id', async () => {
  w.sim.phone('Ann').createGroup('Family', ['Olga', 'Bob']);
  const { id } = await w.link();
  const family = async () => (await w.client.links.chats({ id })).find((c) => c.name === 'Family')?.id ?? '';
  await expect.poll(family).not.toBe('');
  const chatId = await family();
  const [home] = await w.client.workspaces.list();
  await w.client.links.registerChat({ chatId, workspaceId: home?.id ?? '' });
  await w.sim.phone('Ann').say('Family', 'what Ann says', { id: '3A00' });
  await w.sim.phone('Bob').say('Family', 'what Bob says', { id: '3A00' });
  await expect
    .poll(async () => (await w.client.chats.thread({ chatId })).messages.filter((m) => m.origin === 'human').map((m) => m.text))
    .toEqual(['what Ann says', 'what Bob says']);
});
