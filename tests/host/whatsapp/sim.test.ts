import { afterEach, beforeEach, expect, it } from 'vitest';
import { quietConsole } from '../../../plugins/whatsapp/quiet-console.ts';
import { type BareClient, pairBare, textsOf } from '../../harness/bare-whatsapp.ts';
import { createBareClient } from '../../sim/whatsapp/bare-client.ts';
import { startWhatsAppSim, type WhatsAppSim } from '../../sim/whatsapp/server.ts';

// The simulator against the library as it comes: what works here is the protocol, not our reading of it.
quietConsole();
let sim: WhatsAppSim;
let client: BareClient;

beforeEach(async () => {
  sim = await startWhatsAppSim();
  sim.addPerson('491701', 'Olga');
  sim.addPerson('491702', 'Ann');
});
afterEach(async () => {
  client.stop();
  await sim.close();
  expect(sim.problems).toEqual([]);
});

const paired = async () => {
  client = await pairBare(sim, 'Olga');
  await expect.poll(() => sim.sockets().ready).toBe(1);
};

it('pairs by QR code, is told to come again and is let in', async () => {
  await paired();
  expect(client.closes).toEqual([515]);
  expect(client.creds.me?.id).toBe('491701:11@s.whatsapp.net');
  expect(client.creds.me?.lid).toContain(sim.phone('Olga').account.lid);
});

it('pairs by a code that is typed on the phone', async () => {
  client = createBareClient(sim.url);
  await expect.poll(() => client.qr()).not.toBe('');
  const code = await client.socket().requestPairingCode('491701');
  await expect
    .poll(async () =>
      sim
        .phone('Olga')
        .enterCode(code)
        .then(
          () => true,
          () => false,
        ),
    )
    .toBe(true);
  await expect.poll(() => client.isOpen()).toBe(true);
});

it('brings a text in, in either addressing, and a text out with ack, delivery and read receipt', async () => {
  await paired();
  await sim.phone('Ann').say('Olga', 'hello by LID');
  // Right after each other, the two forms of one person are not kept in order by the library.
  await expect.poll(() => textsOf(client.messages)).toEqual(['hello by LID']);
  await sim.phone('Ann').say('Olga', 'hello by number', { addressing: 'pn' });
  await expect.poll(() => textsOf(client.messages)).toEqual(['hello by LID', 'hello by number']);
  await expect.poll(() => sim.phone('Ann').receipts.length).toBe(2);

  const sent = await client.socket().sendMessage(`${sim.phone('Ann').account.lid}@lid`, { text: 'hi Ann' });
  await expect.poll(() => sim.phone('Ann').texts('Olga')).toContain('hi Ann');
  await expect.poll(() => client.acked).toContain(sent?.key.id);
  expect(sim.phone('Olga').texts('Ann')).toContain('hi Ann');
  const [shown] = sim.phone('Ann').shown.slice(-1);
  if (shown) sim.phone('Ann').read(shown);
  await expect.poll(() => client.statuses.map((s) => s.status)).toContain(4);
});

it('answers a damaged message with a request, and gets it again', async () => {
  await paired();
  await sim.phone('Ann').say('Olga', 'first');
  await sim.phone('Ann').say('Olga', 'broken on the way', { isDamaged: true });
  await expect.poll(() => textsOf(client.messages)).toEqual(['first', 'broken on the way']);
});

it('keeps what came while the client was away, and brings it when it is back', async () => {
  await paired();
  sim.dropAll();
  await expect.poll(() => client.closes.length).toBe(2);
  await sim.phone('Ann').say('Olga', 'one');
  await sim.phone('Ann').say('Olga', 'two');
  client.connect();
  await expect.poll(() => textsOf(client.messages)).toEqual(['one', 'two']);
});

it('brings the self-chat and what the owner writes to others', async () => {
  await paired();
  await sim.phone('Olga').say('Olga', 'note to self');
  await sim.phone('Olga').say('Ann', 'see you');
  await expect.poll(() => textsOf(client.messages)).toEqual(['note to self', 'see you']);
  expect(client.messages.filter((m) => textsOf([m]).length > 0).every((m) => m.key.fromMe)).toBe(true);
});

it('replaces an older connection of the same device, and refuses one that was unlinked', async () => {
  await paired();
  const first = client.socket();
  client.connect();
  await expect.poll(() => client.closes).toContain(440);
  void first;
  await expect.poll(() => client.isOpen()).toBe(true);
  sim.phone('Olga').unlink();
  await expect.poll(() => client.closes).toContain(401);
});

it('is asked by the client for a message that it lost, and has it told again by the phone', async () => {
  await paired();
  const id = await sim.phone('Olga').say('Olga', 'told twice');
  await expect.poll(() => textsOf(client.messages)).toEqual(['told twice']);
  void client.socket().requestPlaceholderResend({ remoteJid: `${sim.phone('Olga').account.lid}@lid`, id, fromMe: true });
  await expect.poll(() => textsOf(client.messages)).toEqual(['told twice', 'told twice']);
});
