import { afterEach, beforeEach, expect, it } from 'vitest';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';

// Groups through the real host, the real library and a simulated server.
let w: WhatsAppWorld;
beforeEach(async () => {
  w = await startWhatsAppWorld();
  w.sim.addPerson('491704', 'Eve');
});
afterEach(() => w.close());

const phone = (name: string) => w.sim.phone(name);
const thread = async (chatId: string) => w.client.chats.thread({ chatId });
const said = async (chatId: string) => (await thread(chatId)).messages.map((m) => [m.author, m.text, m.state, m.reason?.code ?? null]);
const lines = async (chatId: string) =>
  (await thread(chatId)).messages
    .filter((m) => m.origin === 'harness')
    .map((m) => [m.reason?.code, m.reason?.params.names ?? m.reason?.params.to ?? null]);
const members = async (chatId: string) => (await w.client.people.ofChat({ chatId })).members.map((m) => m.name).sort();
const member = async (chatId: string, name: string) =>
  (await w.client.people.ofChat({ chatId })).members.find((m) => m.name === name || m.name.endsWith(name))?.id ?? '';

const listed = async (name: string) => (await w.client.links.chats({ id: (await w.link()).id })).find((c) => c.name === name);
/** Family, of Ann, Olga (whose number is linked) and Bob, opened in home. */
const openFamily = async (): Promise<string> => {
  phone('Ann').createGroup('Family', ['Olga', 'Bob']);
  await expect.poll(() => listed('Family')).toMatchObject({ kind: 'group', workspaceId: null });
  const chatId = (await listed('Family'))?.id ?? '';
  const [home] = await w.client.workspaces.list();
  await w.client.links.registerChat({ chatId, workspaceId: home?.id ?? '' });
  await expect.poll(() => members(chatId)).toHaveLength(2);
  return chatId;
};

it('knows groups by name before they are opened, and their members once they are', async () => {
  phone('Ann').createGroup('Old friends', ['Olga', 'Bob']);
  await pairOlga(w);
  await expect.poll(() => listed('Old friends')).toMatchObject({ kind: 'group', workspaceId: null });
  const chatId = await openFamily();
  expect(await members(chatId)).toEqual(['+491702', '+491703']);
  await phone('Ann').say('Family', 'hi all');
  await expect.poll(() => members(chatId)).toEqual(['+491703', 'Ann']);
});

it('tells who came, who went and a new name, and keeps the members up to date', async () => {
  await pairOlga(w);
  const chatId = await openFamily();
  phone('Ann').addTo('Family', 'Eve');
  await expect.poll(() => lines(chatId)).toEqual([['group-joined', '+491704']]);
  phone('Bob').leave('Family');
  await expect
    .poll(() => lines(chatId))
    .toEqual([
      ['group-joined', '+491704'],
      ['group-parted', '+491703'],
    ]);
  phone('Ann').rename('Family', 'Kin');
  await expect.poll(async () => (await thread(chatId)).chat.name).toBe('Kin');
  expect(await members(chatId)).toEqual(['+491702', '+491704']);
});

it('says so when the number was removed, sends nothing there, and goes on when it is back', async () => {
  await pairOlga(w);
  const chatId = await openFamily();
  phone('Ann').removeFrom('Family', 'Olga');
  await expect.poll(async () => (await thread(chatId)).chat.shut).toBe('left');
  await expect(w.client.messages.send({ chatId, clientId: 'c1', text: 'hello', files: [] })).rejects.toMatchObject({
    data: { code: 'chat-left' },
  });
  phone('Ann').addTo('Family', 'Olga');
  await expect.poll(async () => (await thread(chatId)).chat.shut).toBeUndefined();
  expect((await lines(chatId)).map(([code]) => code)).toEqual(['group-left', 'group-back']);
});

it('notices at the next start that it was removed while it was off', async () => {
  await pairOlga(w);
  const chatId = await openFamily();
  await w.host.stop();
  w.sim.phone('Ann').removeFrom('Family', 'Olga');
  w = await w.restart();
  await expect.poll(async () => (await thread(chatId)).chat.shut).toBe('left');
});

it('answers the owner who calls it, in the group, with what others said before as context', async () => {
  await pairOlga(w);
  const chatId = await openFamily();
  await phone('Ann').say('Family', 'dinner at eight?');
  await expect.poll(() => said(chatId)).toHaveLength(1);
  await phone('Olga').say('Family', 'fine with me');
  await expect
    .poll(() => said(chatId))
    .toEqual([
      ['Ann', 'dinner at eight?', 'ignored', 'not-allowed-here'],
      ['You', 'fine with me', 'ignored', 'not-addressed'],
    ]);
  await phone('Olga').say('Family', '@pynchy hello');
  await expect.poll(() => phone('Bob').texts('Family').length).toBe(4);
  expect((await said(chatId)).at(-1)).toEqual(['You', '@pynchy hello', 'answered', null]);
});

it('takes work from nobody without a role: no turn, no command, whatever they write', async () => {
  await pairOlga(w);
  const chatId = await openFamily();
  for (const text of ['@pynchy hello', '@pynchy !ls', '/reset', '@home approve abc123']) await phone('Ann').say('Family', text);
  await expect.poll(async () => (await said(chatId)).map((m) => m[3])).toEqual(Array(4).fill('not-allowed-here'));
  expect((await thread(chatId)).turns).toEqual([]);
});

it('takes work from whoever was chosen, until that is taken back or they leave', async () => {
  await pairOlga(w);
  const chatId = await openFamily();
  await w.client.people.setMayStart({ chatId, personId: await member(chatId, '491702'), may: true });
  await phone('Ann').say('Family', '@pynchy hello');
  await expect.poll(() => phone('Ann').texts('Family').length).toBe(2);
  await w.client.people.setMayStart({ chatId, personId: await member(chatId, 'Ann'), may: false });
  await phone('Ann').say('Family', '@pynchy hello again');
  await expect.poll(async () => (await said(chatId)).at(-1)?.[3]).toBe('not-allowed-here');
  await w.client.people.setStarters({ chatId, starters: 'everybody' });
  await phone('Bob').say('Family', '@Home what can you do');
  await expect.poll(async () => (await said(chatId)).at(-1)?.[2]).toBe('answered');
});

it('is called by a reply to what it said, and by everything where that is set', async () => {
  await pairOlga(w);
  const chatId = await openFamily();
  await phone('Olga').say('Family', '@pynchy hello');
  await expect.poll(() => phone('Ann').shown.filter((m) => m.chat === w.sim.group('Family').id || m.chat === 'Family').length).toBe(2);
  const answer = phone('Olga').shown.findLast((m) => m.fromSelf && m.text !== '@pynchy hello');
  await phone('Olga').say('Family', 'and now?', { quote: answer?.id ?? '' });
  await expect.poll(async () => (await said(chatId)).at(-1)?.slice(1, 3)).toEqual(['and now?', 'answered']);
  await w.client.people.setTrigger({ chatId, trigger: { when: 'always', names: null } });
  await phone('Olga').say('Family', 'hello');
  await expect.poll(async () => (await said(chatId)).at(-1)?.slice(1, 3)).toEqual(['hello', 'answered']);
});

it('shows edits with what was said before, takes back what its author took back, and shows reactions', async () => {
  await pairOlga(w);
  const chatId = await openFamily();
  const id = await phone('Ann').say('Family', 'dinner at eigth');
  await phone('Ann').edit(id, 'dinner at eight');
  await phone('Bob').react(id, '👍');
  await expect
    .poll(async () => (await thread(chatId)).messages[0])
    .toMatchObject({ text: 'dinner at eight', versions: [{ text: 'dinner at eigth' }], reactions: [{ emoji: '👍' }] });
  const found = async (query: string) => (await w.client.chats.search({ query, chatId: null, before: null, limit: 10 })).hits.length;
  expect([await found('eight'), await found('eigth')]).toEqual([1, 0]);
  await phone('Bob').react(id, '');
  await phone('Ann').delete(id);
  await expect.poll(async () => (await thread(chatId)).messages[0]).toMatchObject({ text: '', isDeleted: true });
  expect((await thread(chatId)).messages[0]?.versions).toBeUndefined();
  expect(await found('eight')).toBe(0);
});

it('is called by a mention of its own number, and not by one of somebody else', async () => {
  await pairOlga(w, 'assistant', '+49 170 2');
  const chatId = await openFamily();
  await phone('Ann').say('Family', '@Bob hello', { mentions: ['Bob'] });
  await expect.poll(async () => (await said(chatId)).at(-1)?.[3]).toBe('not-addressed');
  await phone('Ann').say('Family', '@Olga hello', { mentions: ['Olga'] });
  await expect.poll(async () => (await said(chatId)).at(-1)?.[2]).toBe('answered');
  await phone('Bob').say('Family', '@Olga hello', { mentions: ['Olga'] });
  await expect.poll(async () => (await said(chatId)).at(-1)?.[3]).toBe('not-allowed-here');
});

it("takes a mention of the owner's own number for the owner", async () => {
  await pairOlga(w);
  const chatId = await openFamily();
  await w.client.people.setStarters({ chatId, starters: 'everybody' });
  await phone('Ann').say('Family', '@Olga are you there?', { mentions: ['Olga'] });
  await expect.poll(async () => (await said(chatId)).at(-1)?.[3]).toBe('not-addressed');
});
