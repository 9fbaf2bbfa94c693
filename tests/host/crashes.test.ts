import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtProgram } from '../harness/built.ts';
import { findForms } from '../harness/find-forms.ts';
import { calling, obey } from '../harness/obey.ts';
import { type ProcessHost, startProcess } from '../harness/process-host.ts';
import { say } from '../harness/talk.ts';
import { tempFolder, tempHome } from '../harness/temp-home.ts';
import { useModel as thinkWith } from '../harness/wire.ts';
import { type ModelSim, startModelSim } from '../sim/models/server.ts';

const canary = (of: string): string => `c4nary+${of}/"77aa"-value`;
const values = ['account', 'typed', 'put', 'passphrase', 'environment'].map(canary);
const orders = new URL('../harness/crash-on-order.mjs', import.meta.url).href;
// Everything that Node offers, asked for by somebody who can set its options: who starts a host may do so unknowingly.
const options = [
  '--report-on-fatalerror --report-uncaught-exception --report-on-signal --report-signal=SIGWINCH',
  '--heapsnapshot-signal=SIGUSR2 --abort-on-uncaught-exception --max-old-space-size=200 --inspect-port=0',
].join(' ');
const asked = (dir: string) => ({ NODE_OPTIONS: `${options} --report-directory=${dir} --diagnostic-dir=${dir}` });
const lacks =
  process.platform !== 'linux'
    ? 'Linux alone has such dumps'
    : spawnSync('prlimit', ['--version']).status !== 0
      ? 'prlimit is missing'
      : readFileSync('/proc/sys/kernel/core_pattern', 'utf8').startsWith('|')
        ? 'core dumps go to a program of the system here'
        : null;

describe.skipIf(lacks)(`a host that crashes with secrets in its memory${lacks === null ? '' : ` (skipped: ${lacks})`}`, () => {
  let model: ModelSim;
  let dir: string;
  let home: string;
  let child: ChildProcess | undefined;
  let host: ProcessHost;
  beforeEach(async () => {
    dir = tempFolder('crashes');
    home = tempHome();
    model = await startModelSim();
    model.script(obey);
    const started = await startProcess(home, {
      program: ['--import', orders, builtProgram(), 'serve', '--port', '0', '--json'],
      spawned: (process) => (child = process),
      env: {
        CONTAINER_RUNTIME: 'just-bash',
        PYNCHY_TEST_CRASH_DIR: dir,
        ...asked(dir),
        SOME_API_KEY: canary('environment'),
      },
    });
    if (!started) throw new Error('the host did not start');
    host = started;
    spawnSync('prlimit', ['--pid', String(host.pid), '--core=unlimited']);
    const { client } = host;
    await thinkWith(client, model, { key: canary('account') });
    const { id: chatId, workspaceId } = await client.chats.open({ workspace: 'home', surface: 'desktop' });
    await say(client, chatId, `env add TYPED=${canary('typed')}`);
    await client.secrets.put({ workspaceId, name: 'PUT', value: canary('put') });
    await client.vault.setPassphrase({ passphrase: canary('passphrase'), keepKeyFile: true });
    const said = await say(client, chatId, calling('run', { command: 'printf %s "$PUT$TYPED" | wc -c', secrets: ['PUT', 'TYPED'] }));
    expect(said.reply).toContain(String(canary('put').length + canary('typed').length));
  }, 60_000);
  afterEach(async () => {
    await host.kill();
    await model.close();
  });

  const found = (): string[] => values.flatMap((value) => [...findForms(dir, value), ...findForms(home, value)]);
  const dies = async (how: string): Promise<void> => {
    const gone = child && once(child, 'exit');
    child?.send(how);
    await gone;
  };

  it('writes no report and no snapshot when it is told by a signal, and opens no debugger', async () => {
    for (const signal of ['SIGWINCH', 'SIGUSR2', 'SIGUSR1'] as const) process.kill(host.pid, signal);
    // What a signal sets off comes before the answers of these.
    for (let i = 0; i < 20; i++) await host.client.host.status();
    expect(readdirSync(dir)).toEqual([]);
    expect(listening(host.pid)).toEqual([Number(new URL(host.url).port)]);
  });

  it.each(['throw', 'fill', 'abort'])('leaves nothing of them behind: %s', { timeout: 120_000 }, async (how) => {
    await dies(how);
    expect(readdirSync(dir).filter((name) => !name.startsWith('core'))).toEqual([]);
    expect(found()).toEqual([]);
  });

  it('and the search finds them in a dump with memory in it', { timeout: 120_000 }, async () => {
    writeFileSync(`/proc/${host.pid}/coredump_filter`, '0x33');
    await dies('abort');
    const [core = 'none'] = readdirSync(dir).filter((name) => name.startsWith('core'));
    const bytes = readFileSync(join(dir, core));
    for (const of of ['account', 'put', 'environment']) expect(bytes.includes(canary(of)), of).toBe(true);
  });
});

it.skipIf(lacks)(
  'all of which another program writes and opens',
  async () => {
    const dir = tempFolder('crashes');
    const program = "setInterval(() => undefined, 1e6); process.stdout.write('ready')";
    const child = spawn(process.execPath, ['-e', program], { env: { ...process.env, ...asked(dir), SOME_API_KEY: canary('environment') } });
    try {
      await once(child.stdout, 'data');
      const left = (): string[] => [...new Set(readdirSync(dir).map((name) => name.split('.').at(-1) ?? ''))].sort();
      for (const signal of ['SIGWINCH', 'SIGUSR2', 'SIGUSR1'] as const) child.kill(signal);
      await expect.poll(left, { timeout: 30_000 }).toEqual(['heapsnapshot', 'json']);
      await expect.poll(() => findForms(dir, canary('environment')).length).toBeGreaterThan(0);
      await expect.poll(() => listening(child.pid ?? 0)).toHaveLength(1);
    } finally {
      child.kill('SIGKILL');
    }
  },
  60_000,
);

/** The ports on which a process listens, by its sockets. */
const listening = (pid: number): number[] => {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return readFileSync(`/proc/${pid}/net/tcp`, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((at) => at[3] === '0A' && inodes.has(at[9] ?? ''))
    .map((at) => Number.parseInt(at[1]?.split(':')[1] ?? '', 16));
};
