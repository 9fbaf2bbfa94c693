import { afterEach, expect, it } from 'vitest';
import type { Timing } from '../../../plugins/whatsapp/timing.ts';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';

let w: WhatsAppWorld;
afterEach(() => w.close());

/** A host that has confirmed a message to the network and was never told it; its next socket is about to come. */
const confirmedAndNeverTold = async (timing: Partial<Timing>): Promise<void> => {
  w = await startWhatsAppWorld(timing);
  await pairOlga(w);
  await w.host.stop();
  await w.sim.phone('Olga').say('Olga', 'confirmed, not heard');
  w.sim.faults.withoutOfflineEnd = true;
  w = await w.restart();
  await expect.poll(() => w.sim.phone('Olga').receipts.some((r) => r.type === 'sender')).toBe(true);
  w.sim.faults.withoutOfflineEnd = false;
};
const said = async () => {
  const [chat] = (await w.client.chats.list()).filter((c) => c.channel === 'whatsapp');
  return chat ? (await w.client.chats.thread({ chatId: chat.id })).messages.filter((m) => m.origin === 'human') : [];
};

it('asks the phone once more when that could not read the question', async () => {
  await confirmedAndNeverTold({ askMs: 500 });
  w.sim.phone('Olga').cannotRead(1);
  w.sim.dropAll();
  await expect.poll(async () => (await said()).map((m) => m.text)).toEqual(['confirmed, not heard']);
  await expect.poll(() => w.sim.phone('Olga').texts('Olga').length).toBe(2);
});

it('has its answer when the phone was without a network, as soon as it is back', async () => {
  await confirmedAndNeverTold({ askMs: 500 });
  await w.sim.phone('Olga').airplane(true);
  w.sim.dropAll();
  await w.becomes('live');
  await w.sim.phone('Olga').airplane(false);
  await expect.poll(async () => (await said()).map((m) => m.text)).toEqual(['confirmed, not heard']);
});

it('shows that a message could not be read when the phone stays away for long', async () => {
  await confirmedAndNeverTold({ askMs: 300, unreadableMs: 900 });
  await w.sim.phone('Olga').airplane(true);
  w.sim.dropAll();
  await expect.poll(async () => (await said()).map((m) => m.text)).toEqual(['[a message that could not be read; it is on the phone]']);
});
