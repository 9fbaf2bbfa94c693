import { afterEach, beforeEach, expect, it } from 'vitest';
import { quietConsole } from '../../../plugins/whatsapp/quiet-console.ts';
import { type BareClient, pairBare, textsOf } from '../../harness/bare-whatsapp.ts';
import { startWhatsAppSim, type WhatsAppSim } from '../../sim/whatsapp/server.ts';

// The simulator by its control port alone, as another program uses it.
quietConsole();
let sim: WhatsAppSim;
let client: BareClient | null = null;
const tell = async <T = unknown>(command: object): Promise<T> => {
  const response = await fetch(sim.controlUrl, { method: 'POST', body: JSON.stringify(command) });
  const body = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(body.error);
  return body;
};
beforeEach(async () => {
  sim = await startWhatsAppSim();
  for (const [pn, name] of [
    ['491701', 'Olga'],
    ['491702', 'Ann'],
  ] as const)
    await tell({ do: 'person', pn, name });
});
afterEach(async () => {
  client?.stop();
  client = null;
  await sim.close();
  expect(sim.problems).toEqual([]);
});

it('does what people do, and tells what each phone shows', async () => {
  const { id: group } = await tell<{ id: string }>({ do: 'group', who: 'Ann', subject: 'Family', members: ['Olga'] });
  const { id } = await tell<{ id: string }>({ do: 'say', who: 'Ann', to: 'Family', text: 'helo' });
  await tell({ do: 'edit', who: 'Ann', id, text: 'hello' });
  await tell({ do: 'say', who: 'Olga', to: 'Family', text: '@Ann hi', quote: id, mentions: ['Ann'] });
  await tell({ do: 'react', who: 'Olga', id, emoji: '👍' });
  await tell({ do: 'read', who: 'Olga', id });
  const { chats } = await tell<{ chats: object[] }>({ do: 'chats', who: 'Ann' });
  expect(chats).toMatchObject([
    { chat: group, name: 'Family', kind: 'group', members: ['Ann', 'Olga'], unread: 1, last: { text: '@Ann hi' } },
    { chat: 'Ann', kind: 'self', unread: 0, last: null },
  ]);
  const { messages } = await tell<{ messages: object[] }>({ do: 'thread', who: 'Ann', chat: 'Family' });
  expect(messages).toMatchObject([
    { text: 'hello', edits: 1, tick: 'read', reactions: { Olga: '👍' }, isDeleted: false },
    { text: '@Ann hi', from: 'Olga', tick: null, quote: { id, from: 'Ann', text: 'helo' } },
  ]);
  await tell({ do: 'delete', who: 'Ann', id });
  await tell({ do: 'rename', who: 'Ann', group: 'Family', subject: 'Kin' });
  await tell({ do: 'leave', who: 'Olga', group: 'Kin' });
  expect(await tell({ do: 'chats', who: 'Olga' })).toMatchObject({ chats: [{ name: 'Kin', members: [] }, {}] });
});

it('shows a clock, one tick, two ticks and read marks as networks and people come and go', async () => {
  const tick = async (): Promise<unknown> =>
    (await tell<{ messages: { tick: unknown }[] }>({ do: 'thread', who: 'Ann', chat: 'Olga' })).messages[0]?.tick;
  await tell({ do: 'airplane', who: 'Olga', on: true });
  await tell({ do: 'airplane', who: 'Ann', on: true });
  const { id } = await tell<{ id: string }>({ do: 'say', who: 'Ann', to: 'Olga', text: 'hi' });
  expect(await tick()).toBe('waiting');
  await tell({ do: 'airplane', who: 'Ann', on: false });
  expect(await tick()).toBe('sent');
  await tell({ do: 'airplane', who: 'Olga', on: false });
  expect(await tick()).toBe('delivered');
  await tell({ do: 'read', who: 'Olga', id });
  expect(await tick()).toBe('read');
});

it('makes the way to an app as bad as it is told to', async () => {
  client = await pairBare(sim, 'Olga');
  await tell({ do: 'faults', faults: { isHeld: true } });
  for (const text of ['one', 'two']) await tell({ do: 'say', who: 'Ann', to: 'Olga', text });
  await tell({ do: 'release', order: 'reversed' });
  await expect.poll(() => textsOf(client?.messages ?? [])).toEqual(['two', 'one']);
  await tell({ do: 'faults', faults: { refuseUpgrade: 503 } });
  await tell({ do: 'drop', who: 'Olga' });
  await expect.poll(() => client?.closes.length).toBe(2);
  expect(await tell({ do: 'state' })).toMatchObject({ sockets: { now: 0 }, faults: { refuseUpgrade: 503 } });
});

it('says in words what it cannot do', async () => {
  await expect(tell({ do: 'say', who: 'Nobody', to: 'Ann', text: 'hi' })).rejects.toThrow('nobody is called Nobody');
  await expect(tell({ do: 'react', who: 'Ann', id: 'x', emoji: '👍' })).rejects.toThrow('shows no message x');
  await expect(tell({ do: 'scan', who: 'Ann', qr: 'a,b,c,d' })).rejects.toThrow('this code is not valid any more');
  await expect(tell({ do: 'dance' })).rejects.toThrow();
});
