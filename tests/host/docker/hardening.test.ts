import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToolbox, type ToolboxClient } from '#core/sandbox/client.ts';
import type { SandboxProvider } from '#plugin-api';
import { builtToolbox } from '../../../main/toolbox/testing/built-toolbox.ts';
import { type Ran, runIn } from '../../../main/toolbox/testing/under-test.ts';
import { plainUser } from '../../../plugins/docker/container.ts';
import { dockerUnderTest, engineCall, engineLacks, testImage } from '../../docker/engine.ts';
import { tempFolder } from '../../harness/temp-home.ts';

const mib = 1024 ** 2;
const limits = { cpu: 1, memBytes: 256 * mib, pids: 64, diskBytes: 1024 * mib };
const never = new AbortController().signal;

interface Inspected {
  readonly Config: { User: string; Labels: Record<string, string>; Env: string[]; Healthcheck: unknown; OpenStdin: boolean };
  readonly HostConfig: Record<string, unknown> & { Mounts: { Source: string; Target: string; ReadOnly?: boolean }[]; Devices: unknown[] };
  readonly Mounts: { Source: string; Destination: string; RW: boolean; Propagation: string }[];
  readonly NetworkSettings: { Networks: Record<string, { IPAddress: string }> };
}

describe.skipIf(engineLacks)(`a container is closed${engineLacks === null ? '' : ` (skipped: ${engineLacks})`}`, () => {
  let provider: SandboxProvider;
  let built: Awaited<ReturnType<typeof builtToolbox>>;
  let handle = '';
  let client: ToolboxClient;
  let root = '';
  const installId = `closed-${randomUUID()}`;
  const run = (command: string): Promise<Ran> => runIn(client.toolbox, command);
  /** Runs it where a failure is what is wanted; what it printed is in the message of a success. */
  const refused = async (command: string): Promise<void> => {
    const { exitCode, stdout, stderr } = await run(command);
    expect({ command, went: exitCode === 0, stdout, stderr }).toMatchObject({ command, went: false });
  };

  beforeAll(async () => {
    provider = dockerUnderTest();
    built = await builtToolbox();
    root = tempFolder('closed');
    const started = await provider.start(
      {
        launchId: randomUUID(),
        installId,
        workspaceId: 'w',
        epoch: 3,
        image: testImage,
        fingerprint: 'f',
        outliveMs: 60_000,
        toolboxDir: built.dir,
        mounts: [{ host: root, inside: '/workspace', write: true }],
        limits,
        env: {},
      },
      never,
    );
    if (!started.ok) throw new Error(started.text);
    handle = started.value.handle;
    const open = (input: AsyncIterable<Uint8Array>, signal: AbortSignal) => provider.open(handle, input, signal);
    client = await connectToolbox({ open, nonce: randomUUID(), helloMs: 10_000, stuckMs: 5_000, pingMs: 15_000, onStuck: () => {} }, never);
  });
  afterAll(async () => {
    client?.close();
    if (handle !== '') expect(await provider.stop(handle, 0)).toEqual({ ok: true, value: 'gone' });
    await built?.dispose();
  });

  it('as the engine has written it down', async () => {
    const { body } = await engineCall<Inspected>(`/containers/${handle}/json`);
    const { HostConfig: host } = body;
    expect(body.Config.User).toMatch(/^(?!0:)\d+:\d+$/);
    expect(body.Config.Labels).toMatchObject({ 'pynchy.install': installId, 'pynchy.workspace': 'w', 'pynchy.epoch': '3' });
    expect(host).toMatchObject({
      NetworkMode: 'none',
      Privileged: false,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: [],
      SecurityOpt: ['no-new-privileges:true'],
      Init: true,
      AutoRemove: true,
      LogConfig: { Type: 'none' },
      RestartPolicy: { Name: 'no' },
      IpcMode: 'private',
      PidMode: '',
      Memory: limits.memBytes,
      MemorySwap: limits.memBytes,
      NanoCpus: 1e9,
      PidsLimit: 64,
      Binds: null,
      PublishAllPorts: false,
    });
    expect(host.Devices ?? []).toEqual([]);
    expect(body.Mounts.map((mount) => [mount.Destination, mount.RW, mount.Propagation]).sort()).toEqual([
      ['/opt/pynchy/toolbox', false, 'rprivate'],
      ['/workspace', true, 'rprivate'],
    ]);
    expect(Object.keys(body.NetworkSettings.Networks)).toEqual([]);
    expect(body.Config.Env.filter((line) => /KEY|TOKEN|SECRET|HOST=|PYNCHY_HOME/.test(line))).toEqual([]);
  });

  it('keeps no log at the engine', async () => {
    expect((await engineCall(`/containers/${handle}/logs?stdout=1&stderr=1`)).status).not.toBe(200);
  });

  it('to a user without any right', async () => {
    const { stdout } = await run('id -u; grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status; ulimit -c');
    expect(Number(stdout.split('\n')[0])).toBeGreaterThan(0);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) expect(stdout).toMatch(new RegExp(`${set}:\\s0000000000000000`));
    expect(stdout).toMatch(/NoNewPrivs:\s1/);
    expect(stdout).toMatch(/Seccomp:\s2/);
    expect(stdout.trim().split('\n').at(-1)).toBe('0');
  });

  it.each([
    ['the root folder', 'touch /x'],
    ['system folders', 'touch /etc/x || touch /usr/bin/x || touch /var/x || touch /root/x'],
    ['the toolbox', 'echo x >> /opt/pynchy/toolbox/process.mjs || touch /opt/pynchy/toolbox/x || rm -f /opt/pynchy/toolbox/process.mjs'],
    ['kernel settings', 'echo x > /proc/sys/kernel/core_pattern || echo b > /proc/sysrq-trigger || echo 1 > /sys/kernel/uevent_helper'],
    ['cgroups', 'mkdir /sys/fs/cgroup/memory/x || echo 1 > /sys/fs/cgroup/memory/release_agent || mkdir /sys/fs/cgroup/x'],
    ['devices', 'mknod /tmp/d b 8 0 || cat /dev/mem || cat /dev/kmsg || ls /dev/vda /dev/sda'],
    ['mounts', 'mount -t tmpfs none /tmp || mount -o remount,rw / || umount /workspace'],
    ['namespaces', 'unshare -Ur true || unshare -m true || nsenter -t 1 -m true'],
    ['another user', 'su -c true root </dev/null || chroot / true || setpriv --reuid 0 true'],
    ['the engine', 'test -e /var/run/docker.sock || test -e /run/docker.sock || curl -s --max-time 2 http://127.0.0.1:2375/_ping'],
    ['the network', 'curl -s --max-time 2 http://1.1.1.1/ || curl -s --max-time 2 http://[2606:4700:4700::1111]/'],
    ['metadata', 'curl -s --max-time 2 http://169.254.169.254/ || curl -s --max-time 2 http://[fd00:ec2::254]/'],
    ['names', 'getent hosts example.org || getent hosts host.docker.internal || getent hosts gateway.docker.internal'],
    [
      'raw sockets',
      "python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)' || python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'",
    ],
    ['datagrams', 'python3 -c \'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b"x", ("8.8.8.8", 53))\''],
    [
      'kernel keys and tracing',
      "python3 -c 'import ctypes; l = ctypes.CDLL(None); exit(0 if l.syscall(250, 0, 0) >= 0 or l.syscall(321, 0, 0, 0) >= 0 else 1)'",
    ],
    ['modules', 'modprobe dummy || insmod /x'],
    ['the clock and the name', 'date -s 2000-01-01 || hostname other'],
    ['the priority', 'nice -n -10 true 2>&1 | grep -qv "cannot set" && [ "$(nice -n -10 nice)" = -10 ]'],
  ])('to %s', (_, command) => refused(command));

  it('to processes of the host', async () => {
    const { stdout } = await run('ps -e -o args=');
    expect(stdout.split('\n').filter((line) => line.includes('vitest') || line.includes('dockerd'))).toEqual([]);
    expect(stdout).toContain('process.mjs');
  });

  it('to the environment of the host and to the mark of the pipe', async () => {
    const { stdout } = await run('env');
    expect(stdout).not.toContain('PYNCHY_MARK');
    expect(stdout).not.toContain(process.env.PATH ?? 'no path');
    expect(stdout).toContain('HOME=/home/agent');
  });

  it('after 64 processes', async () => {
    const forks = `
import os, time
made = []
try:
    for _ in range(200):
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        made.append(pid)
except BlockingIOError:
    pass
print(len(made))
for pid in made: os.kill(pid, 9)`;
    const ran = await runIn(client.toolbox, 'python3 -', { stdin: forks });
    expect(Number(ran.stdout)).toBeGreaterThan(10);
    expect(Number(ran.stdout)).toBeLessThan(64);
    expect((await run('echo alive')).stdout).toBe('alive\n');
  });

  it('beyond its memory: the command ends, the sandbox does not', async () => {
    const ran = await run("python3 -c 'x = bytearray(512 * 1024 * 1024)'; echo $?");
    expect(ran.stdout.trim()).toBe('137');
    expect((await run('echo alive')).stdout).toBe('alive\n');
  });

  it('beyond its memory also through /tmp, /dev/shm and /home', async () => {
    await refused('head -c 300M /dev/zero > /tmp/big');
    await refused('head -c 300M /dev/zero > /dev/shm/big');
    await refused('head -c 300M /dev/zero > /home/agent/big');
    await run('rm -f /tmp/big /dev/shm/big /home/agent/big');
  });

  it('and open where work is done', async () => {
    expect((await run('echo text > note.txt && cp note.txt /tmp && cp note.txt ~ && cat /tmp/note.txt ~/note.txt')).stdout).toBe(
      'text\ntext\n',
    );
    expect(await readFile(join(root, 'note.txt'), 'utf8')).toBe('text\n');
    expect((await run('stat -c %u note.txt')).stdout.trim()).toBe(String(process.getuid?.() || plainUser));
    const stats = await provider.stats(handle);
    expect(stats.cpu).toBeGreaterThan(0);
    expect(stats.memBytes).toBeGreaterThan(mib);
  });
});
