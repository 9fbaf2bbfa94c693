import { afterEach, beforeEach, expect, it } from 'vitest';
import { quietConsole } from '../../../plugins/whatsapp/quiet-console.ts';
import { type BareClient, pairBare, textsOf } from '../../harness/bare-whatsapp.ts';
import { lidJid } from '../../sim/whatsapp/accounts.ts';
import { startWhatsAppSim, type WhatsAppSim } from '../../sim/whatsapp/server.ts';

// What is not a new text: reactions, edits, deletes, quotes, typing, phones without network, trouble on the way.
quietConsole();
let sim: WhatsAppSim;
const clients: BareClient[] = [];
const linked = async (who: string): Promise<BareClient> => {
  const client = await pairBare(sim, who);
  clients.push(client);
  return client;
};
beforeEach(async () => {
  sim = await startWhatsAppSim();
  for (const [pn, name] of [
    ['491701', 'Olga'],
    ['491702', 'Ann'],
    ['491703', 'Bob'],
  ] as const)
    sim.addPerson(pn, name);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.stop();
  await sim.close();
  expect(sim.problems).toEqual([]);
});
const lid = (name: string): string => lidJid(sim.phone(name).account);
/** A message as the phone of `name` shows it. */
const byText = (name: string, text: string) => sim.phone(name).shown.find((m) => m.text === text);
/** Where a test takes place, as Ann calls it, and as the app does. */
const places = [
  ['a direct chat', 'Olga', () => lid('Ann')],
  ['a group', 'Family', () => sim.group('Family').id],
] as const;
const inPlace = async () => {
  sim.phone('Ann').createGroup('Family', ['Olga', 'Bob']);
  return linked('Olga');
};

it.each(places)('brings reactions, edits and deletes of people in %s', async (_name, to) => {
  const client = await inPlace();
  const id = await sim.phone('Ann').say(to, 'helo');
  await expect.poll(() => textsOf(client.messages)).toEqual(['helo']);
  await sim.phone('Ann').react(id, '👍');
  await sim.phone('Ann').react(id, '');
  await expect.poll(() => client.told('messages.reaction')).toHaveLength(2);
  expect(client.told('messages.reaction')).toMatchObject([
    { key: { id, fromMe: false }, reaction: { text: '👍' } },
    { key: { id, fromMe: false }, reaction: { text: '' } },
  ]);
  await sim.phone('Ann').edit(id, 'hello');
  await expect
    .poll(() => client.told('messages.update'))
    .toContainEqual(
      expect.objectContaining({
        key: expect.objectContaining({ id }),
        update: expect.objectContaining({ message: { editedMessage: { message: expect.objectContaining({ conversation: 'hello' }) } } }),
      }),
    );
  await sim.phone('Ann').delete(id);
  await expect
    .poll(() => client.told('messages.update'))
    .toContainEqual(
      expect.objectContaining({ key: expect.objectContaining({ id }), update: expect.objectContaining({ messageStubType: 1 }) }),
    );
  expect(sim.phone('Olga').shown.find((m) => m.id === id)).toMatchObject({ text: 'hello', edits: 1, isDeleted: true });
});

it.each(places)('shows the reactions, edits and deletes of the app in %s', async (_name, to, jid) => {
  const client = await inPlace();
  const id = await sim.phone('Ann').say(to, 'question');
  await expect.poll(() => textsOf(client.messages)).toEqual(['question']);
  const asked = client.messages.find((m) => m.key.id === id);
  await client.socket().sendMessage(jid(), { react: { text: '👀', key: asked?.key ?? {} } });
  await expect.poll(() => byText('Ann', 'question')?.reactions.get('Olga')).toBe('👀');
  const placeholder = await client.socket().sendMessage(jid(), { text: '…' }, asked ? { quoted: asked } : {});
  const key = { ...placeholder?.key };
  await expect.poll(() => byText('Ann', '…')?.quote).toEqual({ id, from: 'Ann', text: 'question' });
  await client.socket().sendMessage(jid(), { text: 'answer', edit: key });
  await expect.poll(() => byText('Ann', 'answer')?.edits).toBe(1);
  await client.socket().sendMessage(jid(), { delete: key });
  await expect.poll(() => byText('Ann', 'answer')?.isDeleted).toBe(true);
  expect(byText('Olga', 'answer')).toMatchObject({ fromSelf: true, isDeleted: true });
});

it('brings quotes and mentions, and a reaction of a person to what the app wrote', async () => {
  const client = await inPlace();
  const { id } = sim.group('Family');
  const sent = await client.socket().sendMessage(id, { text: `hi @${lid('Bob').split('@')[0]}`, mentions: [lid('Bob')] });
  await expect.poll(() => byText('Bob', 'hi @Bob')).toBeDefined();
  const shown = byText('Bob', 'hi @Bob');
  await sim.phone('Bob').react(shown?.id ?? '', '❤️');
  await expect
    .poll(() => client.told('messages.reaction'))
    .toMatchObject([{ key: { id: sent?.key.id, fromMe: true }, reaction: { text: '❤️', key: { participant: lid('Bob') } } }]);
  await sim.phone('Bob').say('Family', '@Olga what?', { quote: shown?.id ?? '', mentions: ['Olga'] });
  await expect.poll(() => textsOf(client.messages).at(-1)).toBe(`@${lid('Olga').split('@')[0]} what?`);
  expect(client.messages.at(-1)?.message?.extendedTextMessage?.contextInfo).toMatchObject({
    mentionedJid: [lid('Olga')],
    stanzaId: sent?.key.id,
    participant: lid('Olga'),
  });
  expect(byText('Ann', '@Olga what?')).toBeDefined();
});

it('lets an admin of a group delete what somebody else wrote, and nobody else', async () => {
  const client = await inPlace();
  const id = await sim.phone('Bob').say('Family', 'rude');
  await expect.poll(() => textsOf(client.messages)).toEqual(['rude']);
  await sim.phone('Olga').delete(id);
  expect(byText('Ann', 'rude')?.isDeleted).toBe(false);
  await sim.phone('Ann').delete(id);
  expect(byText('Bob', 'rude')?.isDeleted).toBe(true);
  await expect.poll(() => client.told('messages.update').length).toBeGreaterThan(0);
});

it('shows who writes, both ways, and who is there', async () => {
  const client = await inPlace();
  await sim.phone('Ann').say('Olga', 'hi');
  await expect.poll(() => textsOf(client.messages)).toEqual(['hi']);
  sim.phone('Ann').typing('Olga', 'composing');
  sim.phone('Bob').typing('Family', 'recording');
  sim.phone('Ann').typing('Olga', 'paused');
  sim.phone('Ann').there(true);
  await expect
    .poll(() => client.told('presence.update'))
    .toMatchObject([
      { id: lid('Ann'), presences: { [lid('Ann')]: { lastKnownPresence: 'composing' } } },
      { id: sim.group('Family').id, presences: { [lid('Bob')]: { lastKnownPresence: 'recording' } } },
      { id: lid('Ann'), presences: { [lid('Ann')]: { lastKnownPresence: 'available' } } },
      { id: lid('Ann'), presences: { [lid('Ann')]: { lastKnownPresence: 'available' } } },
    ]);
  await client.socket().sendPresenceUpdate('composing', lid('Ann'));
  await client.socket().sendPresenceUpdate('recording', sim.group('Family').id);
  await expect
    .poll(() => sim.phone('Ann').account.typing)
    .toMatchObject([
      { from: 'Olga', state: 'composing', chat: 'Olga' },
      { from: 'Olga', state: 'recording', chat: sim.group('Family').id },
    ]);
});

it('keeps what a phone in airplane mode writes and what comes for it, until it is back', async () => {
  const client = await inPlace();
  await sim.phone('Ann').airplane(true);
  await sim.phone('Ann').say('Olga', 'from above');
  const sent = await client.socket().sendMessage(lid('Ann'), { text: 'are you there?' });
  await expect.poll(() => client.acked).toContain(sent?.key.id);
  expect(sim.phone('Ann').texts('Olga')).toEqual(['from above']);
  expect(byText('Ann', 'from above')?.isSent).toBe(false);
  expect(textsOf(client.messages)).not.toContain('from above');
  await sim.phone('Ann').airplane(false);
  await expect.poll(() => textsOf(client.messages)).toContain('from above');
  expect(sim.phone('Ann').texts('Olga')).toEqual(['from above', 'are you there?']);
  expect(byText('Olga', 'are you there?')?.deliveredTo).toEqual(new Set(['Ann']));
});

it('gives a text again that a phone could not read', async () => {
  const client = await inPlace();
  sim.phone('Ann').cannotRead(1);
  await client.socket().sendMessage(lid('Ann'), { text: 'told again' });
  await expect.poll(() => sim.phone('Ann').texts('Olga')).toEqual(['told again']);
});

it('holds messages back and lets them go in another order, and sends again what it did not see confirmed', async () => {
  const client = await inPlace();
  await sim.phone('Ann').say('Olga', 'zero');
  await expect.poll(() => textsOf(client.messages)).toEqual(['zero']);
  sim.faults.isHeld = true;
  for (const words of ['one', 'two', 'three']) await sim.phone('Ann').say('Olga', words);
  expect(textsOf(client.messages)).toEqual(['zero']);
  sim.faults.forgetsReceipts = true;
  sim.release((list) => list.toReversed());
  await expect.poll(() => textsOf(client.messages)).toEqual(['zero', 'three', 'two', 'one']);
  await expect.poll(() => sim.phone('Ann').receipts).toHaveLength(4);
  sim.faults.forgetsReceipts = false;
  sim.dropAll();
  await expect.poll(() => client.closes.length).toBe(2);
  client.connect();
  // The client has used up the keys of these: it says so, and that settles them too.
  const [companion] = sim.phone('Olga').account.companions.values();
  await expect.poll(() => companion?.queue.size).toBe(0);
  expect(textsOf(client.messages)).toEqual(['zero', 'three', 'two', 'one']);
});

it('links several numbers, which write to each other, and ends one of them alone', async () => {
  const olga = await linked('Olga');
  const ann = await linked('Ann');
  await olga.socket().sendMessage(lid('Ann'), { text: 'from app to app' });
  await expect.poll(() => textsOf(ann.messages)).toEqual(['from app to app']);
  await ann.socket().sendMessage(lid('Olga'), { text: 'and back' });
  await expect.poll(() => textsOf(olga.messages)).toContain('and back');
  expect(sim.phone('Ann').texts('Olga')).toEqual(['from app to app', 'and back']);
  sim.phone('Bob').createGroup('Family', ['Olga', 'Ann']);
  for (const [to, words] of [
    [lid('Ann'), 'damaged on the way'],
    [sim.group('Family').id, 'and in the group'],
  ] as const) {
    sim.faults.damageNext = 1;
    await olga.socket().sendMessage(to, { text: words });
    await expect.poll(() => textsOf(ann.messages)).toContain(words);
  }
  sim.phone('Ann').unlink();
  await expect.poll(() => ann.closes).toContain(401);
  expect(olga.isOpen()).toBe(true);
  sim.endAll(503, 'Olga');
  await expect.poll(() => olga.closes).toContain(503);
});
