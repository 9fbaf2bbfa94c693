import { afterEach, beforeEach, expect, it } from 'vitest';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../harness/whatsapp-world.ts';

// Phones that could not read what we sent, and somebody who only says so.
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
