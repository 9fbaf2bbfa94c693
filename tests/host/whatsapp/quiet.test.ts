import { afterEach, beforeEach, expect, it } from 'vitest';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';

let w: WhatsAppWorld;
beforeEach(async () => {
  w = await startWhatsAppWorld();
  await pairOlga(w);
});
afterEach(() => w.close());

const timeIn = (ms: number): string => new Date(Date.now() + ms).toISOString().slice(11, 16);
const self = () => w.sim.phone('Olga').texts('Olga');

it('says of a message that quiet hours hold that it is held and until when, and sends it when they are over', async () => {
  w.sim.phone('Ann').createGroup('Family', ['Olga', 'Bob']);
  const { id } = await w.link();
  const family = async () => (await w.client.links.chats({ id })).find((c) => c.name === 'Family')?.id ?? '';
  await expect.poll(family).not.toBe('');
  const chatId = await family();
  const [home] = await w.client.workspaces.list();
  await w.client.links.registerChat({ chatId, workspaceId: home?.id ?? '' });
  const to = timeIn(3_600_000);
  await w.client.sending.setQuiet({ id, quiet: { from: timeIn(-60_000), to, zone: 'UTC' } });

  await w.sim.phone('Olga').say('Olga', 'Tell Family that dinner is at eight');
  await expect.poll(() => self().at(-1)).toMatch(/approve [a-z0-9]{6}/);
  await w.sim.phone('Olga').say('Olga', `approve ${/approve ([a-z0-9]{6})/.exec(self().at(-1) ?? '')?.[1]}`);
  // The answer goes to who waits for it; what it says is true.
  await expect
    .poll(() => self().at(-1))
    .toMatch(/held by the quiet hours of that number: it is sent to Family at \d{4}-\d\d-\d\d \d\d:\d\d .+, not before/);
  const held = (await w.client.chats.thread({ chatId })).messages.find((m) => m.text.includes('dinner'));
  expect(held?.delivery).toBe('queued');
  expect(new Date(held?.heldUntil ?? 0).toISOString().slice(11, 16)).toBe(to);
  const withAnn = () => w.sim.phone('Ann').texts('Family');
  expect(withAnn()).toEqual([]);

  await w.client.sending.setQuiet({ id, quiet: null });
  await expect.poll(withAnn).toEqual(['dinner is at eight']);
});
