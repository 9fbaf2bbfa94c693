import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtToolbox } from '../../main/toolbox/testing/built-toolbox.ts';
import { inSandbox, type Placed } from '../../main/toolbox/testing/placements.ts';
import { never, runIn } from '../../main/toolbox/testing/under-test.ts';
import { createBubblewrap } from './bubblewrap.ts';
import { launchVariable } from './leftovers.ts';
import { findMarked } from './proc.ts';

const scratch = await mkdtemp(join(tmpdir(), 'pynchy-bubblewrap-'));
const provider = createBubblewrap({ dataDir: join(scratch, 'data'), log: () => {} });
const probe = await provider.probe();

describe.skipIf(!probe.ok)(`bubblewrap${probe.ok ? '' : ` (skipped: ${probe.text})`}`, () => {
  let built: Awaited<ReturnType<typeof builtToolbox>>;
  let root: string;
  let placed: Placed;
  beforeAll(async () => {
    built = await builtToolbox();
    root = await mkdtemp(join(tmpdir(), 'pynchy-workspace-'));
    placed = await inSandbox(provider)(built.dir, root);
  });
  afterAll(async () => {
    await placed.dispose();
    await built.dispose();
    await rm(root, { recursive: true, force: true });
    await rm(scratch, { recursive: true, force: true });
  });
  const run = (command: string) => runIn(placed.client.toolbox, command);

  it('says its version and strength', () => {
    expect(probe).toEqual({ ok: true, value: { version: expect.stringMatching(/^bubblewrap \d+\.\d+/) } });
    expect(provider.isolation).toBe('process');
  });

  it('has no network, not even to this computer', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const tried = await run(
        `node -e 'require("net").connect(${port}, "127.0.0.1").on("connect", () => console.log("in")).on("error", (e) => console.log(e.code))'`,
      );
      expect(tried.stdout).toBe('ECONNREFUSED\n');
      expect((await run('tail -n +3 /proc/net/dev | cut -d: -f1')).stdout.trim()).toBe('lo');
    } finally {
      server.close();
    }
  });

  it('can write to no folder of the host but the workspace', async () => {
    const mounts = await run(
      'awk \'$6 ~ /(^|,)rw(,|$)/ && ($5 == "/workspace" || !/ - (tmpfs|proc|devpts|devtmpfs|mqueue) /) {print $5}\' /proc/self/mountinfo',
    );
    const writable = mounts.stdout.trim().split('\n');
    expect(writable.filter((path) => !path.startsWith('/dev/') && !path.startsWith('/proc/'))).toEqual(['/workspace']);
    for (const path of [
      '/x',
      '/usr/x',
      '/etc/x',
      '/opt/x',
      '/opt/pynchy/toolbox/x',
      '/opt/pynchy/x',
      '/proc/sys/kernel/hostname',
      '/proc/sys/kernel/core_pattern',
      '/proc/sysrq-trigger',
      '/home/x',
    ]) {
      expect([path, (await run(`echo x > ${path}`)).exitCode]).toEqual([path, 1]);
    }
    expect((await run('echo x > /tmp/x && echo x > ~/x && echo x > /workspace/x')).exitCode).toBe(0);
  });

  it('sees neither the host: its processes, its people, its environment, its other folders', async () => {
    await writeFile(join(scratch, 'secret'), 'x');
    expect((await run(`ls ${scratch} ${root}`)).exitCode).not.toBe(0);
    expect((await run(`ls /proc | grep -c -E '^[0-9]+$'`)).stdout.trim().length).toBeLessThan(3);
    expect((await run('cut -d: -f1 /etc/passwd')).stdout).toBe('agent\nnobody\n');
    expect((await run('cat /proc/sys/kernel/hostname')).stdout).toBe('sandbox\n');
    const names = (await run("env | grep -v '^_=' | cut -d= -f1 | sort | tr '\\n' ' '")).stdout.trim().split(' ');
    expect(names).toEqual(
      ['HOME', 'LANG', 'OLDPWD', 'PATH', 'PWD', 'PYNCHY_CALL', 'PYNCHY_TOOLBOX', 'SHLVL', 'TERM', 'TMPDIR', 'USER'].filter((name) =>
        names.includes(name),
      ),
    );
  });

  it('has no capabilities and can get none', async () => {
    const status = await run(
      "grep -E '^(CapInh|CapPrm|CapEff|CapBnd|CapAmb|NoNewPrivs)' /proc/self/status | awk '{print $2}' | sort -u | tr '\\n' ' '",
    );
    expect(status.stdout.trim()).toBe('0000000000000000 1');
  });

  it('limits memory per process, and survives who hits the limit', async () => {
    const own = await inSandbox(provider, { cpu: 1, memBytes: 1024 ** 3, pids: 64, diskBytes: 1024 ** 3 })(built.dir, root);
    try {
      const greedy = `node -e 'const kept = []; for (let i = 0; i < 24; i++) kept.push(Buffer.alloc(64 * 1024 * 1024, 1))'`;
      expect((await runIn(own.client.toolbox, greedy)).exitCode).not.toBe(0);
      expect((await runIn(own.client.toolbox, 'echo alive')).stdout).toBe('alive\n');
    } finally {
      await own.dispose();
    }
  });

  it('finds what threw its environment away, and asks for a restart instead of calling it clean', async () => {
    const own = await inSandbox(provider)(built.dir, root);
    try {
      const ran = await runIn(own.client.toolbox, 'env -i setsid sleep 1000 & sleep 1000', { timeoutMs: 300 });
      expect(ran).toMatchObject({ ended: 'timeout', clean: false });
    } finally {
      await own.dispose();
    }
  });

  it('calls it clean when what had no mark was only about to get one, or was ending', async () => {
    const own = await inSandbox(provider)(built.dir, root);
    try {
      const { toolbox } = own.client;
      const job = await toolbox.startJob({ command: 'env -i setsid sleep 0.5 & echo started; sleep 1000' }, never);
      await toolbox.jobLog(job, { from: 0, maxBytes: 100, waitMs: 20_000 }, never);
      expect(await toolbox.stopJob(job, never)).toEqual({ clean: true });
    } finally {
      await own.dispose();
    }
  });

  it('dies with its host, and a later host can confirm it', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'pynchy-dying-'));
    const script = fileURLToPath(new URL('./testing/dying-host.ts', import.meta.url));
    const host = spawn(process.execPath, [script, dataDir, built.dir, root], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(host.stdout, 'data')) as [Buffer];
    expect(JSON.parse(line.toString())).toEqual({ ok: true, value: { handle: 'left-behind' } });
    const gone = once(host, 'exit');
    host.kill('SIGKILL');
    await gone;
    const later = createBubblewrap({ dataDir, log: () => {} });
    expect(await later.list('install')).toMatchObject([{ handle: 'left-behind', workspaceId: 'w', epoch: 7 }]);
    expect(await later.stop('left-behind', 0)).toEqual({ ok: true, value: 'gone' });
    expect(await later.list('install')).toEqual([]);
    expect(await findMarked('PYNCHY_LAUNCH=left-behind')).toEqual([]);
    await rm(dataDir, { recursive: true, force: true });
  });

  it('says why it could not start', async () => {
    const spec = {
      launchId: 'bad',
      installId: 'i',
      workspaceId: 'w',
      epoch: 1,
      image: '',
      fingerprint: '',
      outliveMs: 60_000,
      toolboxDir: '/nowhere',
      mounts: [],
      env: {},
    };
    const limits = { cpu: 1, memBytes: 1024 ** 3, pids: 64, diskBytes: 1024 ** 3 };
    const never = new AbortController().signal;
    const started = await provider.start({ ...spec, limits }, never);
    // It may end before or after it has named its process.
    const why = started.ok
      ? await provider
          .open('bad', (async function* () {})(), never)
          [Symbol.asyncIterator]()
          .next()
          .catch((error: Error) => error.message)
      : started.text;
    expect(why).toContain("Can't find source path /nowhere");
    expect(await provider.stop('bad', 0)).toEqual({ ok: true, value: 'gone' });
    expect(await provider.list('i')).toEqual([]);
  });

  it('gives up a start at whatever moment, and leaves nothing of it', async () => {
    const limits = { cpu: 1, memBytes: 1024 ** 3, pids: 64, diskBytes: 1024 ** 3 };
    const common = { installId: 'given-up', workspaceId: 'w', epoch: 1, image: '', fingerprint: '', outliveMs: 60_000, env: {}, limits };
    const mounts = [{ host: root, inside: '/workspace', write: true }];
    for (let n = 0; n < 64; n++) {
      const launchId = `given-up-${n}`;
      const started = provider.start({ ...common, launchId, toolboxDir: built.dir, mounts }, AbortSignal.timeout(n % 16));
      if ((await started).ok) await provider.stop(launchId, 0);
      expect(await findMarked(`${launchVariable}=${launchId}`)).toEqual([]);
    }
    expect(await provider.list('given-up')).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)('works for an ordinary user', async () => {
    const home = await mkdtemp(join(tmpdir(), 'pynchy-ordinary-'));
    await chmod(home, 0o777);
    await chmod(built.dir, 0o755);
    const script = fileURLToPath(new URL('./testing/ordinary-user.ts', import.meta.url));
    const user = spawn(process.execPath, [script, home, built.dir], { uid: 65534, gid: 65534, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    user.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    await once(user, 'close');
    expect(JSON.parse(said)).toMatchObject({ probe: { ok: true }, exitCode: 0, stdout: '65534 limited\n', stopped: { ok: true } });
    expect(await readdir(join(home, 'data', 'launches'))).toEqual([]);
    await rm(home, { recursive: true, force: true });
  });
});
