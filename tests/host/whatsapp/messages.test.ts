import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';

// Messages from phone to answer and back, through the real host, the real library and a simulated server.
let w: WhatsAppWorld;
beforeEach(async () => {
  w = await startWhatsAppWorld();
});
afterEach(() => w.close());

const whatsAppChats = async () => (await w.client.chats.list()).filter((c) => c.channel === 'whatsapp');
const selfTexts = () => w.sim.phone('Olga').texts('Olga');
const thread = async (chatId: string) => (await w.client.chats.thread({ chatId })).messages;
const lastDelivery = async (chatId: string) => (await w.client.chats.thread({ chatId })).turns.at(-1)?.delivery;
const registered = async (name: string): Promise<string> => {
  const { id } = await w.link();
  await expect.poll(async () => (await w.client.links.chats({ id })).some((c) => c.name === name)).toBe(true);
  const chat = (await w.client.links.chats({ id })).find((c) => c.name === name);
  const [home] = await w.client.workspaces.list();
  await w.client.links.registerChat({ chatId: chat?.id ?? '', workspaceId: home?.id ?? '' });
  return chat?.id ?? '';
};

it('answers what the owner writes to themselves, once, and shows the real ticks', async () => {
  await pairOlga(w);
  await w.sim.phone('Olga').say('Olga', 'hello');
  await expect.poll(() => selfTexts().length).toBe(2);
  const [chat] = await whatsAppChats();
  await expect.poll(async () => (await thread(chat?.id ?? '')).map((m) => [m.origin, m.state])).toEqual([['human', 'answered']]);
  await expect.poll(() => lastDelivery(chat?.id ?? '')).toBe('sent');
  // Both are "you" there, so the answer says who speaks.
  expect(selfTexts()[1]).toMatch(/^🦞 /);
  // Our own words come back from the phone's side; they start nothing.
  await w.sim.phone('Olga').say('Olga', 'hello again');
  await expect.poll(() => selfTexts().length).toBe(4);
  expect((await thread(chat?.id ?? '')).filter((m) => m.origin === 'human')).toHaveLength(2);
});

it('stores nothing of what is said in a chat that nobody has registered, only its name and time', async () => {
  await pairOlga(w);
  const nonce = 'nonce-4f1e77c2';
  await w.sim.phone('Ann').say('Olga', `this is private ${nonce}`);
  const { id } = await w.link();
  await expect
    .poll(async () => (await w.client.links.chats({ id })).map((c) => [c.name, c.kind, c.workspaceId]))
    .toContainEqual(['Ann', 'direct', null]);
  await w.sim.phone('Olga').say('Ann', `and so is this ${nonce}`);
  await w.sim.phone('Olga').say('Olga', 'hello');
  await expect.poll(() => selfTexts().length).toBe(2);
  await w.host.stop();
  const files = readdirSync(w.home, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect(readFileSync(join(file.parentPath, file.name)).includes(nonce), file.name).toBe(false);
});

it("brings the assistant's words to a registered chat, in either addressing as one chat, with delivered and read", async () => {
  await pairOlga(w);
  await w.sim.phone('Ann').say('Olga', 'hi');
  const chatId = await registered('Ann');
  await w.sim.phone('Ann').say('Olga', 'by number', { addressing: 'pn' });
  await w.sim.phone('Ann').say('Olga', 'by LID');
  await expect
    .poll(async () => (await thread(chatId)).map((m) => [m.text, m.state]))
    .toEqual([
      ['by number', 'ignored'],
      ['by LID', 'ignored'],
    ]);
});

it('takes a message once that came twice, and asks for one that was damaged', async () => {
  await pairOlga(w);
  await w.sim.phone('Olga').say('Olga', 'what can you do', { twice: true });
  await expect.poll(() => selfTexts().length).toBe(2);
  await w.sim.phone('Olga').say('Olga', 'hello', { isDamaged: true });
  await expect.poll(() => selfTexts().length).toBe(4);
  const [chat] = await whatsAppChats();
  expect((await thread(chat?.id ?? '')).filter((m) => m.origin === 'human').map((m) => m.text)).toEqual(['what can you do', 'hello']);
});

it('answers what was written while it was off, in order', async () => {
  await pairOlga(w);
  await w.host.stop();
  for (const text of ['one', 'two', 'three']) await w.sim.phone('Olga').say('Olga', text);
  w = await w.restart();
  await expect.poll(async () => (await whatsAppChats()).length).toBe(1);
  const [chat] = await whatsAppChats();
  await expect
    .poll(async () => (await thread(chat?.id ?? '')).filter((m) => m.origin === 'human' && m.state === 'answered').map((m) => m.text))
    .toEqual(['one', 'two', 'three']);
});

it('has told again what it confirmed and never heard, when the line broke while it caught up', async () => {
  await pairOlga(w);
  await w.host.stop();
  await w.sim.phone('Olga').say('Olga', 'confirmed, not heard');
  w.sim.faults.withoutOfflineEnd = true;
  w = await w.restart();
  await expect.poll(() => w.sim.phone('Olga').receipts.some((r) => r.type === 'sender')).toBe(true);
  w.sim.faults.withoutOfflineEnd = false;
  w.sim.dropAll();
  await w.becomes('live');
  await expect.poll(() => selfTexts().length).toBe(2);
});

it('sends an answer again with the same id until the server has it; the phone shows it once', async () => {
  await pairOlga(w);
  w.sim.faults.dropAcks = true;
  await w.sim.phone('Olga').say('Olga', 'hello');
  await expect.poll(() => selfTexts().length).toBe(2);
  const [chat] = await whatsAppChats();
  await expect.poll(() => lastDelivery(chat?.id ?? '')).toBe('sending');
  w.sim.faults.dropAcks = false;
  w.sim.dropAll();
  await expect.poll(() => lastDelivery(chat?.id ?? '')).toBe('sent');
  expect(selfTexts()).toHaveLength(2);
});

it('keeps an answer while the link is down, and sends it when it is back', async () => {
  await pairOlga(w);
  w.sim.faults.loseMessages = true;
  await w.sim.phone('Olga').say('Olga', 'hello');
  const [chat] = await expect.poll(whatsAppChats).toHaveLength(1).then(whatsAppChats);
  await expect.poll(() => lastDelivery(chat?.id ?? '')).toBe('sending');
  w.sim.faults.refuseUpgrade = 503;
  w.sim.faults.loseMessages = false;
  w.sim.dropAll();
  await w.becomes('degraded');
  expect(selfTexts()).toHaveLength(1);
  w = await w.restart();
  w.sim.faults.refuseUpgrade = null;
  await w.becomes('live');
  await expect.poll(() => selfTexts().length).toBe(2);
});

it.each([
  ['!echo from-the-sandbox', /^[^!][\s\S]*from-the-sandbox/],
  ['reset context', /^⚙️ .*(?:forgot|new session|begin)/i],
  ['pending', /^⚙️ Nothing waits for you/],
  ['status', /^⚙️ /],
  ['approve abc123', /^⚙️ .*abc123/],
])('does %s from the phone, without a model', async (typed, answer) => {
  await pairOlga(w);
  await w.sim.phone('Olga').say('Olga', typed);
  await expect.poll(() => selfTexts().at(-1)).toMatch(answer);
  expect(selfTexts()).toHaveLength(2);
  const [chat] = await whatsAppChats();
  expect((await w.client.chats.thread({ chatId: chat?.id ?? '' })).turns).toEqual([]);
});

/** What waits to be sent. */
const left = (home: string, op: string): number => {
  const db = new DatabaseSync(join(home, 'pynchy.db'), { readOnly: true });
  try {
    return Number(db.prepare("SELECT count(*) AS n FROM deliveries WHERE op = ? AND state IN ('queued', 'sending')").get(op)?.n);
  } finally {
    db.close();
  }
};

it('answers hundreds of lines that were written while it was off in a few answers, and has them in order', {
  timeout: 120_000,
}, async () => {
  await pairOlga(w);
  await w.sim.phone('Olga').say('Olga', 'hello');
  await expect.poll(() => selfTexts().length).toBe(2);
  await w.host.stop();
  const written = Array.from({ length: 400 }, (_, i) => `line ${i}`);
  for (const line of written) await w.sim.phone('Olga').say('Olga', line);
  w = await w.restart();
  const [chat] = await expect.poll(whatsAppChats).toHaveLength(1).then(whatsAppChats);
  const kept = async () => {
    const lines: { text: string; state: string }[] = [];
    for (let before: number | null = null; ; ) {
      const { messages } = await w.client.chats.thread({ chatId: chat?.id ?? '', limit: 200, before });
      if (messages.length === 0) return lines;
      lines.unshift(...messages.filter((m) => m.text.startsWith('line ')));
      before = messages[0]?.seq ?? null;
    }
  };
  const isAnswered = async (): Promise<boolean> => (await kept()).filter((m) => m.state === 'answered').length === written.length;
  await expect.poll(isAnswered, { timeout: 90_000, interval: 500 }).toBe(true);
  const lines = await kept();
  expect(lines.map((m) => m.text)).toEqual(written);
  // The model of this test is done in no time: while a real one thinks, what comes steers the same turn.
  await expect.poll(() => left(w.home, 'post'), { timeout: 60_000, interval: 500 }).toBe(0);
  const answers = selfTexts().filter((text) => !text.startsWith('line '));
  expect(answers.length).toBeLessThan(20);
  // Nor hundreds of signs, at one in two seconds.
  expect(w.sim.phone('Olga').shown.filter((m) => m.reactions.get('Olga')).length + left(w.home, 'react')).toBeLessThan(60);
});

it('asks on the phone before anything leaves, and does it when the owner writes the code', async () => {
  await pairOlga(w);
  await w.sim.phone('Ann').say('Olga', 'hi');
  await registered('Ann');
  await w.sim.phone('Olga').say('Olga', 'Tell Ann that dinner is at eight');
  await expect.poll(() => selfTexts().at(-1)).toMatch(/^⚙️ May I send a message to[\s\S]*approve [a-z0-9]{6}/);
  const code = /approve ([a-z0-9]{6})/.exec(selfTexts().at(-1) ?? '')?.[1];
  expect(w.sim.phone('Ann').texts('Olga')).toEqual(['hi']);
  await w.sim.phone('Olga').say('Olga', `approve ${code}`);
  await expect.poll(() => w.sim.phone('Ann').texts('Olga').at(-1)).toContain('dinner is at eight');
});

it('with a number for the assistant, answers its owner and nobody else', async () => {
  await pairOlga(w, 'assistant', '+49 170 2');
  await w.sim.phone('Bob').say('Olga', 'hi, who is this?');
  await w.sim.phone('Ann').say('Olga', 'hello');
  await expect.poll(() => w.sim.phone('Ann').texts('Olga').length).toBe(2);
  const answer = w.sim.phone('Ann').shown.at(-1);
  const [chat] = await whatsAppChats();
  await expect.poll(() => lastDelivery(chat?.id ?? '')).toBe('delivered');
  if (answer) w.sim.phone('Ann').read(answer);
  await expect.poll(() => lastDelivery(chat?.id ?? '')).toBe('read');
  expect(w.sim.phone('Bob').texts('Olga')).toHaveLength(1);
  expect(w.sim.phone('Bob').account.typing).toEqual([]);
  // While it worked, it was seen writing.
  await expect.poll(() => w.sim.phone('Ann').account.typing.map((x) => x.state)).toEqual(['composing', 'paused']);
});

it('writes nothing to the console that looks like a key', async () => {
  const said: string[] = [];
  const originals = [process.stdout.write, process.stderr.write] as const;
  const catching = (data: string | Uint8Array): boolean => {
    said.push(String(data));
    return true;
  };
  process.stdout.write = catching as typeof process.stdout.write;
  process.stderr.write = catching as typeof process.stderr.write;
  try {
    await pairOlga(w);
    await w.sim.phone('Olga').say('Olga', 'hello', { isDamaged: true });
    await expect.poll(() => selfTexts().length).toBe(2);
  } finally {
    [process.stdout.write, process.stderr.write] = originals;
  }
  expect(said.join('')).not.toMatch(/[A-Za-z0-9+/]{24,}|Buffer/);
});
