import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quietConsole } from '../../../plugins/whatsapp/quiet-console.ts';
import { type BareClient, pairBare, textsOf } from '../../harness/bare-whatsapp.ts';
import { lidJid, pnJid } from '../../sim/whatsapp/accounts.ts';
import { startWhatsAppSim, type WhatsAppSim } from '../../sim/whatsapp/server.ts';

// Groups on the simulator, seen by the library as it comes.
quietConsole();
let sim: WhatsAppSim;
let client: BareClient;
beforeEach(async () => {
  sim = await startWhatsAppSim();
  for (const [pn, name] of [
    ['491701', 'Olga'],
    ['491702', 'Ann'],
    ['491703', 'Bob'],
    ['491704', 'Eve'],
  ] as const)
    sim.addPerson(pn, name);
  client = await pairBare(sim, 'Olga');
});
afterEach(async () => {
  client.stop();
  await sim.close();
  expect(sim.problems).toEqual([]);
});
const lid = (name: string): string => lidJid(sim.phone(name).account);
const pn = (name: string): string => pnJid(sim.phone(name).account);
const seen = (name: string): string[] => sim.phone(name).texts('Family');

describe.each(['lid', 'pn'] as const)('a group that names people by %s', (addressing) => {
  const of = (name: string): string => (addressing === 'lid' ? lid(name) : pn(name));
  beforeEach(() => void sim.phone('Ann').createGroup('Family', ['Olga', 'Bob'], addressing));

  it('is told of when it is made, and answers who is in it', async () => {
    await expect.poll(() => client.told('groups.upsert')).toMatchObject([{ subject: 'Family', id: sim.group('Family').id }]);
    const meta = await client.socket().groupMetadata(sim.group('Family').id);
    expect(meta).toMatchObject({ subject: 'Family', addressingMode: addressing, owner: of('Ann') });
    expect(meta.participants.map((p) => [p.id, p.admin])).toEqual([
      [of('Ann'), 'superadmin'],
      [of('Olga'), null],
      [of('Bob'), null],
    ]);
    expect(Object.keys(await client.socket().groupFetchAllParticipating())).toEqual([sim.group('Family').id]);
  });

  it('brings in what people write, the owner on the phone too', async () => {
    const said = [
      ['Ann', 'hello all'],
      ['Bob', 'hi Ann'],
      ['Ann', 'who comes?'],
      ['Olga', 'me'],
    ] as const;
    for (const [name, words] of said) {
      await sim.phone(name).say('Family', words);
      // The first words of different people, right after each other, are not kept in order by the library.
      await expect.poll(() => textsOf(client.messages).at(-1)).toBe(words);
    }
    const heard = client.messages.filter((m) => textsOf([m]).length > 0);
    expect(heard.map((m) => [m.key.remoteJid, m.key.participant, m.key.fromMe])).toEqual(
      ['Ann', 'Bob', 'Ann', 'Olga'].map((name) => [sim.group('Family').id, of(name), name === 'Olga']),
    );
    expect(seen('Olga')).toEqual(['hello all', 'hi Ann', 'who comes?', 'me']);
    await expect.poll(() => sim.phone('Ann').receipts.filter((r) => r.from === 'Olga')).toHaveLength(2);
  });

  it('shows what the app writes to everybody, with a receipt of each', async () => {
    const { id } = sim.group('Family');
    await client.socket().sendMessage(id, { text: 'one' });
    const second = await client.socket().sendMessage(id, { text: 'two' });
    await client.socket().sendMessage(id, { text: 'three' });
    for (const name of ['Olga', 'Ann', 'Bob']) await expect.poll(() => seen(name)).toEqual(['one', 'two', 'three']);
    const shown = sim.phone('Ann').shown.find((m) => m.text === 'two');
    if (shown) sim.phone('Ann').read(shown);
    await expect
      .poll(() => client.told('message-receipt.update'))
      .toContainEqual({
        key: expect.objectContaining({ id: second?.key.id, participant: of('Ann') }),
        receipt: { userJid: of('Ann'), readTimestamp: expect.any(Number) },
      });
    expect(sim.phone('Olga').shown.find((m) => m.text === 'two')?.readBy).toEqual(new Set(['Ann']));
  });

  it('brings a damaged message again, and gives one again that a phone could not read', async () => {
    await sim.phone('Ann').say('Family', 'good');
    await sim.phone('Ann').say('Family', 'broken on the way', { isDamaged: true });
    await expect.poll(() => textsOf(client.messages)).toEqual(['good', 'broken on the way']);
    await sim.phone('Bob').say('Family', 'first words, broken', { isDamaged: true });
    await expect.poll(() => textsOf(client.messages).at(-1)).toBe('first words, broken');
    sim.phone('Ann').cannotRead(1);
    await client.socket().sendMessage(sim.group('Family').id, { text: 'told again' });
    await expect.poll(() => seen('Ann').at(-1)).toBe('told again');
  });
});

it('tells who comes, goes, rises and how it is called', async () => {
  sim.phone('Ann').createGroup('Family', ['Olga', 'Bob']);
  const { id } = sim.group('Family');
  sim.phone('Ann').addTo('Family', 'Eve');
  sim.phone('Ann').promote('Family', 'Bob');
  sim.phone('Bob').removeFrom('Family', 'Eve');
  sim.phone('Bob').leave('Family');
  sim.phone('Ann').rename('Family', 'Kin');
  await expect.poll(() => client.told('groups.update')).toContainEqual(expect.objectContaining({ id, subject: 'Kin' }));
  const changes = client.told('group-participants.update') as { action: string; author: string; participants: { id: string }[] }[];
  expect(changes.map((c) => [c.action, c.author, c.participants.map((p) => p.id)])).toEqual([
    ['add', lid('Ann'), [lid('Eve')]],
    ['promote', lid('Ann'), [lid('Bob')]],
    ['remove', lid('Bob'), [lid('Eve')]],
    ['remove', lid('Bob'), [lid('Bob')]],
  ]);
});

it('lets nobody write or look who was removed, and tells the whole group to who is added', async () => {
  sim.phone('Ann').createGroup('Family', ['Olga', 'Bob']);
  const { id } = sim.group('Family');
  await sim.phone('Ann').say('Family', 'hello');
  await expect.poll(() => textsOf(client.messages)).toEqual(['hello']);
  sim.phone('Ann').removeFrom('Family', 'Olga');
  await sim.phone('Ann').say('Family', 'she is gone');
  await expect(client.socket().groupMetadata(id)).rejects.toThrow('forbidden');
  await expect.poll(() => client.told('group-participants.update')).toHaveLength(1);
  sim.phone('Ann').addTo('Family', 'Olga');
  await expect.poll(() => client.told('groups.upsert')).toHaveLength(2);
  await sim.phone('Ann').say('Family', 'she is back');
  await expect.poll(() => textsOf(client.messages)).toEqual(['hello', 'she is back']);
  await client.socket().sendMessage(id, { text: 'here I am' });
  await expect.poll(() => seen('Bob').at(-1)).toBe('here I am');
});

it('refuses what the app writes into a group it is not in', async () => {
  sim.phone('Ann').createGroup('Family', ['Bob']);
  await expect(client.socket().sendMessage(sim.group('Family').id, { text: 'let me in' })).rejects.toThrow();
  expect(seen('Bob')).toEqual([]);
});

it('makes, renames and leaves a group for the app, which needs to be an admin', async () => {
  const made = await client.socket().groupCreate('Trip', [lid('Ann')]);
  await client.socket().groupParticipantsUpdate(made.id, [lid('Bob')], 'add');
  await client.socket().groupUpdateSubject(made.id, 'Trip to Rome');
  expect([...sim.group('Trip to Rome').members.keys()].map((m) => m.name)).toEqual(['Olga', 'Ann', 'Bob']);
  await client.socket().groupLeave(made.id);
  expect(sim.group('Trip to Rome').members.size).toBe(2);
});

it('keeps what was said in a group while the app was away, and who came', async () => {
  sim.phone('Ann').createGroup('Family', ['Olga', 'Bob']);
  await sim.phone('Ann').say('Family', 'before');
  await expect.poll(() => textsOf(client.messages)).toEqual(['before']);
  // A line that is cut before the server has the receipt brings the message again.
  const [companion] = sim.phone('Olga').account.companions.values();
  await expect.poll(() => companion?.queue.size).toBe(0);
  sim.dropAll('Olga');
  await expect.poll(() => client.closes.length).toBe(2);
  await sim.phone('Ann').say('Family', 'meanwhile');
  sim.phone('Ann').addTo('Family', 'Eve');
  await sim.phone('Eve').say('Family', 'thank you');
  client.connect();
  // Words of different people may change places.
  await expect.poll(() => textsOf(client.messages).toSorted()).toEqual(['before', 'meanwhile', 'thank you']);
  await expect.poll(() => client.told('group-participants.update')).toHaveLength(1);
});
