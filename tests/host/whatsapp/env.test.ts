import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { toolboxDir } from '../../harness/built.ts';
import { findForms } from '../../harness/find-forms.ts';
import { calling, obey } from '../../harness/obey.ts';
import { lastText, type PhoneWorld, register, shownIn, startPhoneWorld } from '../../harness/phone-with-model.ts';
import { pendingAsk } from '../../harness/talk.ts';
import { pairOlga, startWhatsAppWorld, type WhatsAppWorld } from '../../harness/whatsapp-world.ts';

const value = 'c4nary-phone-7731-value';
const namesIn = async ({ client }: Pick<WhatsAppWorld, 'client'>): Promise<string[]> => {
  const [home] = await client.workspaces.list();
  return (await client.secrets.list({ workspaceId: home?.id ?? '' })).map((s) => s.name);
};
const whatsAppTexts = async ({ client }: Pick<WhatsAppWorld, 'client'>): Promise<string[]> => {
  const chats = (await client.chats.list()).filter((c) => c.channel === 'whatsapp');
  const threads = await Promise.all(chats.map(({ id }) => client.chats.thread({ chatId: id, limit: 200 })));
  return threads.flatMap(({ messages }) => messages.filter((m) => m.origin !== 'agent').map((m) => m.text));
};
/** What the plugin keeps of messages that the host has not confirmed: values are sealed, their names are not. */
const journalled = (home: string): unknown[] => {
  const db = new DatabaseSync(join(home, 'plugins', 'whatsapp', 'storage.db'), { readOnly: true });
  try {
    return db.prepare("SELECT key FROM kv WHERE key LIKE '%/in/%'").all();
  } finally {
    db.close();
  }
};
const withPhones = async (work: (p: PhoneWorld) => Promise<void>): Promise<void> => {
  const p = await startPhoneWorld();
  try {
    await work(p);
    await p.w.host.stop();
    expect(findForms(p.w.home, value)).toEqual([]);
  } finally {
    await p.close();
  }
};

it('keeps what the owner types on the phone, and asks for the message to be deleted', () =>
  withPhones(async (p) => {
    await p.w.sim.phone('Olga').say('Olga', `Env add API_TOKEN=${value}`);
    await lastText(p, 'Olga', 'Olga', /^⚙️ API_TOKEN is kept for commands in home\..*delete your message/);
    expect(await namesIn(p.w)).toEqual(['API_TOKEN']);
    expect(await whatsAppTexts(p.w)).toContain('env add API_TOKEN=•••');
    await expect.poll(() => journalled(p.w.home)).toEqual([]);
    await p.w.sim.phone('Olga').say('Olga', 'env list');
    await lastText(p, 'Olga', 'Olga', /^⚙️ For commands in home:\nAPI_TOKEN$/);
    await p.w.sim.phone('Olga').say('Olga', `env add ${value}`);
    await lastText(p, 'Olga', 'Olga', /^⚙️ Nothing was stored.*env add NAME=VALUE/);
    expect(JSON.stringify(p.model.requests)).not.toContain('c4nary');
  }));

it('keeps what a message was changed into, forgets it in what the message said before, and says that it may have been read', () =>
  withPhones(async (p) => {
    p.model.script(() => [{ do: 'text', text: 'Noted.' }]);
    const olga = p.w.sim.phone('Olga');
    const id = await olga.say('Olga', `API_TOKEN=${value}`);
    await lastText(p, 'Olga', 'Olga', /Noted/);
    await olga.edit(id, `env add API_TOKEN=${value}`);
    await lastText(
      p,
      'Olga',
      'Olga',
      /^⚙️ API_TOKEN is kept for commands in home\..*said before you changed it may have been read.*delete/s,
    );
    expect(await namesIn(p.w)).toEqual(['API_TOKEN']);
    await olga.edit(id, 'env add API_TOKEN');
    await lastText(p, 'Olga', 'Olga', /^⚙️ Nothing was stored/);
    await olga.say('Olga', 'and now?');
    await lastText(p, 'Olga', 'Olga', /Noted/);
    expect(JSON.stringify(p.model.requests.at(0))).toContain(value);
    expect(JSON.stringify(p.model.requests.at(-1))).not.toContain('c4nary');
  }));

it('asks for a secret of the agent in the app alone, and tells the phone so', () =>
  withPhones(async (p) => {
    p.model.script(obey);
    const olga = p.w.sim.phone('Olga');
    await olga.say('Olga', calling('request_secret', { name: 'API_TOKEN', why: 'to list your orders' }));
    const told = await lastText(p, 'Olga', 'Olga', /^⚙️ I need a secret in workspace home: API_TOKEN\.\nto list your orders/);
    expect(told.text).toMatch(/Open Pynchy on the computer and answer there; do not type it here\./);
    await olga.react(told.id, '👍');
    const ask = await pendingAsk(p.w.client);
    for (const typed of [value, `answer ${ask.shortId} ${value}`]) {
      const id = await olga.say('Olga', typed);
      await lastText(p, 'Olga', 'Olga', /^⚙️ What you wrote was hidden and not used\..*Delete your message/);
      await olga.edit(id, `${typed}-again`);
      await olga.say('Olga', 'pending');
      await lastText(p, 'Olga', 'Olga', /get the secret API_TOKEN/);
    }
    expect(JSON.stringify(p.model.requests)).not.toContain('c4nary');
    await olga.say('Olga', `approve ${ask.shortId}`);
    await lastText(p, 'Olga', 'Olga', /A secret is only taken in the app/);
    await p.w.client.secrets.answer({ askId: ask.id, value });
    await expect
      .poll(() => shownIn(p, 'Olga', 'Olga').map((m) => m.text))
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/gave it in the window: get the secret API_TOKEN/),
          expect.stringMatching(/It is stored as API_TOKEN/),
        ]),
      );
  }));

it('takes none from others, and hides it all the same', () =>
  withPhones(async (p) => {
    const ann = p.w.sim.phone('Ann');
    await ann.say('Olga', 'hi');
    const chatId = await register(p, 'Ann');
    await ann.say('Olga', `env add API_TOKEN=${value}`);
    await ann.say('Olga', `@pynchy env add API_TOKEN ${value}`);
    await expect
      .poll(async () => (await p.w.client.chats.thread({ chatId })).messages.filter((m) => m.text.includes('•••')).length)
      .toBe(2);
    expect(await namesIn(p.w)).toEqual([]);
    expect(shownIn(p, 'Ann', 'Olga').filter((m) => m.from === 'Olga' && /is kept/.test(m.text))).toEqual([]);
  }));

const program = fileURLToPath(new URL('../../sim/whatsapp/host-process.ts', import.meta.url));
const dieAt = new URL('../../chaos/die-at-vault.mjs', import.meta.url).href;
const begin = async (w: WhatsAppWorld, env: Record<string, string>): Promise<ChildProcess> => {
  const child = spawn(process.execPath, ['--import', dieAt, program, w.home, w.sim.url, toolboxDir()], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
};

// The first write takes the value, the second gives it its name, the third lets the first go.
it.each([
  ['before the vault has the value', '1', '1'],
  ['between the vault and the message', '1', '0'],
  ['before it has its name', '2', '1'],
  ['before the name is written down', '2', '0'],
  ['before the first copy is let go', '3', '1'],
  ['right after', '3', '0'],
])('loses nothing when the host is killed %s', { timeout: 120_000 }, async (_, at, before) => {
  let w = await startWhatsAppWorld();
  try {
    await pairOlga(w);
    await w.host.stop();
    const child = await begin(w, { PYNCHY_TEST_DIE_AT_VAULT: at, PYNCHY_TEST_DIE_BEFORE: before });
    const gone = once(child, 'exit');
    await w.sim.phone('Olga').say('Olga', `env add API_TOKEN=${value}`);
    expect((await gone)[1]).toBe('SIGKILL');
    w = await w.restart();
    await expect.poll(() => namesIn(w)).toEqual(['API_TOKEN']);
    await expect.poll(() => whatsAppTexts(w)).toContain('env add API_TOKEN=•••');
    await expect.poll(() => w.sim.phone('Olga').shown.filter((m) => /API_TOKEN is kept/.test(m.text)).length).toBe(1);
    await expect.poll(async () => (await w.client.vault.status()).entries).toBe(1);
    await w.host.stop();
    expect(findForms(w.home, value)).toEqual([]);
  } finally {
    await w.close();
  }
});
