import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { type ProcessHost, runCommand, startProcess } from '../harness/process-host.ts';
import { say, send } from '../harness/talk.ts';
import { tempHome } from '../harness/temp-home.ts';

const running: ProcessHost[] = [];
const started = async (home: string): Promise<ProcessHost> => {
  const host = await startProcess(home);
  if (!host) throw new Error('the host did not start');
  running.push(host);
  return host;
};
afterEach(async () => {
  for (const host of running.splice(0)) await host.kill();
});

it('leaves a second host on the same home at the door: exit 1, with process and address of the first, which goes on', async () => {
  const home = tempHome();
  const first = await started(home);
  const second = await runCommand(home, ['serve', '--port', '0', '--json']);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`process ${first.pid}`);
  expect(second.stderr).toContain(first.url);
  expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: 'host-running' } });
  expect((await first.client.host.status()).host.pid).toBe(first.pid);
});

it('ends on "pynchy stop", which hears that it does', async () => {
  const home = tempHome();
  const host = await started(home);
  expect(await runCommand(home, ['stop'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Stopping\./), stderr: '' });
  await host.gone;
  expect(await runCommand(home, ['stop'])).toMatchObject({ code: 3, stderr: expect.stringContaining('not running') });
});

it('starts again at once after a kill, on the same data, without a trace of the lock', async () => {
  const home = tempHome();
  const first = await started(home);
  const chat = await first.client.chats.open({ workspace: 'home', surface: 'cli' });
  await say(first.client, chat.id, 'hello');
  await first.kill();
  const second = await started(home);
  expect((await second.client.chats.thread({ chatId: chat.id })).messages[0]?.text).toBe('hello');
});

it('says so when the port is in use, and exits 1', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  try {
    const address = taken.address();
    const port = String(typeof address === 'object' && address ? address.port : 0);
    const result = await runCommand(tempHome(), ['serve', '--port', port, '--json']);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`Port ${port} is in use.`);
  } finally {
    taken.close();
  }
});

it('says so when the home cannot be written, and exits 1', async () => {
  const home = tempHome();
  // Root may write everywhere but on a file system that is read-only.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', home]).status).toBe(0);
  else chmodSync(home, 0o500);
  try {
    const result = await runCommand(home, ['serve', '--port', '0', '--json']);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('The data folder cannot be written.');
    expect(result.stderr).toContain(home);
  } finally {
    if (isRoot) spawnSync('umount', ['-l', home]);
    else chmodSync(home, 0o700);
  }
});

it('keeps a damaged database as it is, begins a new one and says where the old one is', async () => {
  const home = tempHome();
  mkdirSync(home, { recursive: true });
  const junk = Buffer.alloc(8192, 'not a database ');
  writeFileSync(join(home, 'pynchy.db'), junk);
  const host = await started(home);
  const { notices } = (await host.client.host.status()).host;
  expect(notices[0]?.code).toBe('database-corrupt');
  const kept = readdirSync(home).find((name) => name.includes('damaged')) ?? '';
  expect(notices[0]?.params.kept).toContain(kept);
  expect(readFileSync(join(home, kept)).equals(junk)).toBe(true);
});

it('refuses data of a newer version and leaves it as it is', async () => {
  const home = tempHome();
  const host = await started(home);
  await host.kill();
  const db = new DatabaseSync(join(home, 'pynchy.db'));
  db.exec("INSERT INTO migrations(version, at, checksum) VALUES (999, 1, 'x')");
  db.close();
  const result = await runCommand(home, ['serve', '--port', '0', '--json']);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('newer Pynchy');
});

it('goes on with the last good settings when the file is damaged, and says so', async () => {
  const home = tempHome();
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'settings.json'), '{"modelCallsAtOnce": "many"');
  const host = await started(home);
  expect((await host.client.host.status()).host.notices[0]?.code).toBe('settings-defaults');
});

it('does not call the vault empty when its key file is gone: it is locked', async () => {
  const home = tempHome();
  const first = await started(home);
  await first.client.accounts.add({ name: 'x', provider: 'openai', key: 'some-key-0123456789' });
  await first.kill();
  chmodSync(join(home, 'vault'), 0o700);
  spawnSync('rm', [join(home, 'vault', 'vault.key')]);
  const second = await started(home);
  expect(await second.client.vault.status()).toMatchObject({ state: 'locked', entries: 1 });
  expect(readdirSync(join(home, 'vault'))).not.toContain('vault.key');
});

it.skipIf(process.getuid?.() !== 0)(
  'survives a full disk: nothing is half written, it says so, and works again after space is freed (needs root for a 4 MB tmpfs)',
  async () => {
    const home = tempHome();
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=700', 'tmpfs', home]).status !== 0)
      throw new Error('the tmpfs could not be mounted');
    try {
      const host = await started(home);
      const chat = await host.client.chats.open({ workspace: 'home', surface: 'cli' });
      expect((await say(host.client, chat.id, 'hello')).state).toBe('answered');
      // Fill what is left, the last bytes one page at a time.
      spawnSync('sh', ['-c', `dd if=/dev/zero of=${home}/filler bs=4096 2>/dev/null; true`]);
      const failures: unknown[] = [];
      const stored: string[] = [];
      for (let i = 0; i < 30; i++)
        await send(host.client, chat.id, `message ${i} ${'x'.repeat(20_000)}`).then(
          (id) => stored.push(id),
          (error: unknown) => failures.push(error),
        );
      expect(failures.length).toBeGreaterThan(0);
      for (const error of failures)
        expect(error).toMatchObject({ data: { code: 'disk-full', text: expect.stringContaining('The disk is full.') } });
      spawnSync('rm', [`${home}/filler`]);
      const after = await say(host.client, chat.id, 'hello again', 25_000);
      expect(after.state).toBe('answered');
      const { messages } = await host.client.chats.thread({ chatId: chat.id, limit: 200 });
      expect(messages.filter((m) => m.text.startsWith('message ')).map((m) => m.id)).toEqual(stored);
      expect(messages.filter((m) => m.origin === 'human').every((m) => ['answered', 'failed'].includes(m.state))).toBe(true);
      expect(await host.client.audit.verify()).toMatchObject({ ok: true });
    } finally {
      for (const host of running.splice(0)) await host.kill();
      spawnSync('umount', ['-l', home]);
    }
  },
  60_000,
);
