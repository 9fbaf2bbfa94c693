import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDockerHost, stopHost } from '../../docker/docker-host.ts';
import { engineAddress, engineCall, engineLacks } from '../../docker/engine.ts';
import { putFile } from '../../harness/files.ts';
import { findForms, formsIn } from '../../harness/find-forms.ts';
import { calling, obey } from '../../harness/obey.ts';
import { type ProcessHost, startProcess } from '../../harness/process-host.ts';
import { findInProcesses } from '../../harness/process-traces.ts';
import { readZip } from '../../harness/read-zip.ts';
import { pendingAsk, say, send } from '../../harness/talk.ts';
import { tempHome } from '../../harness/temp-home.ts';
import { until } from '../../harness/until.ts';
import { startWhatsAppWorld } from '../../harness/whatsapp-world.ts';
import { useModel as thinkWith } from '../../harness/wire.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';

// Every secret that there is gets a value of its own; then everything that anybody could look into is searched for it.
const canary = (of: string): string => `c4nary+${of}/"5d1e"-value`;
const kept = ['account', 'plugin', 'typed', 'asked', 'put', 'replaced', 'passphrase'] as const;
const values = kept.map(canary);
const inFiles = (folder: string, more: readonly string[] = []): string[] =>
  [...values, ...more].flatMap((value) => findForms(folder, value));
const inText = (text: string, more: readonly string[] = []): string[] => [...values, ...more].flatMap((value) => formsIn(text, value));
const textOf = async (pieces: AsyncIterable<{ text: string }>): Promise<string> => {
  let all = '';
  for await (const { text } of pieces) all += text;
  return all;
};

describe('of everything that is secret, nothing is found', () => {
  let host: ProcessHost;
  let model: ModelSim;
  let chatId = '';
  // What every window hears: events, and text as it is written.
  const heard: string[] = [];
  const home = tempHome();
  const client = () => host.client;

  beforeAll(async () => {
    model = await startModelSim();
    model.script(obey);
    const started = await startProcess(home, { env: { CONTAINER_RUNTIME: 'embedded' } });
    if (!started) throw new Error('the host did not start');
    host = started;
    void (async () => {
      for await (const item of await client().host.watch({ since: null })) heard.push(JSON.stringify(item));
    })().catch(() => undefined);
    await thinkWith(client(), model, { key: canary('account') });
    await client().plugins.saveSettings({ id: 'web', settings: { braveKey: canary('plugin') } });
    chatId = (await client().chats.open({ workspace: 'home', surface: 'desktop' })).id;
    const [workspace] = await client().workspaces.list();
    await say(client(), chatId, `env add TYPED=${canary('typed')}`);
    await say(client(), chatId, `env add NOT ${canary('typed')}`);
    await client().chats.saveDraft({ chatId, text: `env add DRAFT=${canary('typed')}` });
    await send(client(), chatId, calling('request_secret', { name: 'ASKED', why: 'a test' }));
    await client().secrets.answer({ askId: (await pendingAsk(client())).id, value: canary('asked') });
    await client().secrets.put({ workspaceId: workspace?.id ?? '', name: 'PUT', value: canary('put') });
    await client().secrets.put({ workspaceId: workspace?.id ?? '', name: 'PUT', value: canary('replaced') });
    await client().vault.setPassphrase({ passphrase: canary('passphrase'), keepKeyFile: true });
    await client().vault.unlock({ passphrase: canary('passphrase') });
    // A server that says a key back, a command that prints what it got, and a fault with a value in it.
    for (const command of ['echo "$TYPED $ASKED $PUT"', 'echo "$PUT" | base64', 'echo "$PUT" >&2; exit 3'])
      await say(client(), chatId, calling('run', { command, secrets: ['TYPED', 'ASKED', 'PUT'] }), 60_000);
    model.script(() => [{ do: 'answer', status: 403, body: { error: { message: `no ${canary('account')}` } } }]);
    await say(client(), chatId, 'Hello');
    model.script(obey);
  }, 180_000);
  afterAll(async () => {
    await host?.kill();
    await model.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('in the files of the data folder, while the host runs: databases, their logs and free pages, logs, vault', () => {
    expect(statSync(join(home, 'pynchy.db-wal')).size).toBeGreaterThan(0);
    expect(inFiles(home)).toEqual([]);
  });

  it('in arguments and environments of the host and of all that it started', () => {
    expect(values.flatMap((value) => findInProcesses(host.pid, value))).toEqual([]);
  });

  it('while a command has it: only in the environment of that command', async () => {
    const ready = join(home, 'workspaces', 'home', 'ready');
    const command = `printf %s "$PUT" | wc -c > ready.tmp; mv ready.tmp ready; sleep 60`;
    const messageId = await send(client(), chatId, calling('run', { command, secrets: ['PUT'] }));
    const size = (): string => {
      try {
        return readFileSync(ready, 'utf8').trim();
      } catch {
        return '';
      }
    };
    await expect.poll(size, { timeout: 30_000 }).toBe(String(Buffer.byteLength(canary('replaced'))));
    const found = findInProcesses(host.pid, canary('replaced'));
    expect(found.filter(({ where, isOfCall }) => where === 'argv' || !isOfCall)).toEqual([]);
    expect(inFiles(home)).toEqual([]);
    const { turn } = await client().messages.turnOf({ messageId });
    await client().turns.stop({ turnId: turn?.id ?? '' });
    await until(client(), 'the end', async () => (await client().messages.turnOf({ messageId })).turn?.endedAt !== null);
    expect(findInProcesses(host.pid, canary('replaced'))).toEqual([]);
  });

  it('in what went to the model, but for the key in its header', () => {
    expect(inText(JSON.stringify(model.requests.map(({ body }) => body)))).toEqual([]);
    const others = model.requests.map(({ headers }) => JSON.stringify({ ...headers, authorization: '' })).join('\n');
    expect(inText(others)).toEqual([]);
    expect(model.requests.some(({ headers }) => headers.authorization === `Bearer ${canary('account')}`)).toBe(true);
  });

  it('in what window and terminal can ask for, nor in exports', async () => {
    const seen = [
      await client().chats.thread({ chatId }),
      await client().chats.list(),
      await client().accounts.list(),
      await client().plugins.list(),
      await client().asks.list({ state: 'all' }),
      await client().secrets.list({ workspaceId: (await client().workspaces.list())[0]?.id ?? '' }),
      await client().host.status(),
      await client().host.logs({ limit: 5_000 }),
      await client().audit.list({ limit: 500 }),
      await textOf(await client().audit.export({ format: 'json' })),
      await textOf(await client().activity.export({ format: 'json', filter: {} as never })),
      (await client().chats.search({ query: 'c4nary' })).hits,
    ];
    expect(inText(JSON.stringify(seen))).toEqual([]);
    expect(heard.some((item) => item.includes('•••'))).toBe(true);
    expect(inText(heard.join('\n'))).toEqual([]);
    const { file } = await client().settings.exportAll({});
    for (const [name, bytes] of readZip(file))
      expect(values.flatMap((value) => formsIn(bytes, value).map((form) => `${name}: ${form}`))).toEqual([]);
  });

  it('of the keys of the door: only where they belong', async () => {
    const { token } = JSON.parse(readFileSync(join(home, 'host.json'), 'utf8')) as { token: string };
    const code = (await client().host.openLink()).url.split('k=')[1] ?? '';
    expect([token.length, code.length].every((n) => n >= 20)).toBe(true);
    const places = inFiles(home, [token, code]).map((found) => found.slice(0, found.indexOf(': ')));
    expect([...new Set(places)]).toEqual([join(home, 'host.json')]);
    expect([token, code].flatMap((value) => findInProcesses(host.pid, value))).toEqual([]);
  });

  it('after a kill, in the files that are left', async () => {
    await host.kill();
    expect(inFiles(home)).toEqual([]);
  });

  it('and the search can find: what lies in a file, in a database, in an argument or in an environment', async () => {
    const again = await startProcess(home, { env: { CONTAINER_RUNTIME: 'embedded' } });
    if (!again) throw new Error('the host did not start');
    host = again;
    await say(client(), chatId, `I tell everybody ${canary('put')}`);
    expect(inFiles(home).some((place) => /pynchy\.db/.test(place))).toBe(true);
    expect(inText(JSON.stringify(model.requests.map(({ body }) => body)))).not.toEqual([]);
    putFile(home, 'leak', Buffer.from(`x${canary('asked')}`).toString('base64'));
    expect(inFiles(home).some((place) => place.includes('workspaces/home/leak'))).toBe(true);
    const leaking = spawn('sleep', ['60'], { env: { ...process.env, LEAK: canary('typed') } });
    const loud = spawn('sh', ['-c', 'sleep 60', canary('typed')]);
    try {
      await Promise.all([leaking, loud].map((child) => once(child, 'spawn')));
      const found = findInProcesses(process.pid, canary('typed'));
      expect(found.map(({ pid, where }) => ({ pid, where }))).toEqual(
        expect.arrayContaining([
          { pid: leaking.pid, where: 'environment' },
          { pid: loud.pid, where: 'argv' },
        ]),
      );
    } finally {
      for (const child of [leaking, loud]) child.kill('SIGKILL');
    }
  });
});

it('of a linked number, neither the code of the pairing nor its keys are found', async () => {
  const w = await startWhatsAppWorld();
  try {
    const { id } = await w.client.links.add({ channel: 'whatsapp', name: 'Olga', mode: 'own' });
    await w.client.links.pair({ id });
    await expect.poll(async () => (await w.link()).qr ?? '', { interval: 25 }).not.toBe('');
    const { qr } = await w.link();
    const parts = (qr ?? '').split(',').filter((part) => part.length >= 20);
    expect(parts.length).toBeGreaterThanOrEqual(3);
    w.sim.phone('Olga').scan(qr ?? '');
    await w.becomes('live');
    const found = () => parts.flatMap((part) => findForms(w.home, part));
    expect(found()).toEqual([]);
    await w.host.stop();
    expect(found()).toEqual([]);
  } finally {
    await w.close();
  }
}, 60_000);

describe.skipIf(engineLacks)(`in a container${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  it('nothing is found at rest, neither by its engine nor inside', async () => {
    const home = tempHome();
    const model = await startModelSim();
    model.script(obey);
    const host = await startDockerHost(home, { address: engineAddress });
    try {
      await thinkWith(host.client, model, { key: canary('account') });
      await host.client.workspaces.set({ name: 'home', sandbox: 'docker' });
      const chatId = (await host.client.chats.open({ workspace: 'home', surface: 'desktop' })).id;
      await say(host.client, chatId, `env add TYPED=${canary('typed')}`);
      const said = await say(host.client, chatId, calling('run', { command: 'printf %s "$TYPED" | wc -c', secrets: ['TYPED'] }), 120_000);
      expect(said.reply).toContain(String(Buffer.byteLength(canary('typed'))));
      const list = (await engineCall('/containers/json?all=1')).body as { Id: string }[];
      expect(list.length).toBeGreaterThan(0);
      for (const { Id } of list) expect(inText(JSON.stringify((await engineCall(`/containers/${Id}/json`)).body))).toEqual([]);
      const processes = 'cat /proc/*/environ /proc/*/cmdline 2>/dev/null | tr "\\0" "\\n"';
      const looked = await say(host.client, chatId, calling('run', { command: processes }), 120_000);
      expect(looked.reply).toContain('PYNCHY_CALL=');
      expect(looked.reply).not.toContain('•••');
      // In two pieces, so that the search does not find itself.
      const files = 'find / -xdev -type f -size -1000k -mmin -60 -exec grep -l "c4na""ry" {} + 2>/dev/null; echo looked';
      expect((await say(host.client, chatId, calling('run', { command: files }), 120_000)).reply).toMatch(/exit code 0\nlooked/);
    } finally {
      await stopHost(host);
      await model.close();
    }
  }, 240_000);
});
