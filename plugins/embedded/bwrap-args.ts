import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SandboxSpec } from '#plugin-api';

/** Where the host's Node and the toolbox are inside; the folder is first on the PATH. */
const insideDir = '/opt/pynchy';
export const insideNode = `${insideDir}/node`;
export const insideToolbox = `${insideDir}/toolbox`;

/** Files of /etc that programs need and that say nothing about the host's people. */
const etcFiles: readonly string[] = [
  'alternatives',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'mime.types',
  'ssl/certs',
  'ssl/openssl.cnf',
  'ca-certificates',
];
const systemFolders: readonly string[] = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];

/** With less, Node cannot even reserve its address space. */
const leastMemBytes = 1024 ** 3;

export type Limits = SandboxSpec['limits'];
export interface BwrapPlan {
  readonly node: string;
  /** Holds passwd and group as the sandbox shows them. */
  readonly etcDir: string;
  readonly toolboxDir: string | null;
  readonly mounts: SandboxSpec['mounts'];
  readonly env: Readonly<Record<string, string>>;
  readonly limits: Limits;
}

/** bwrap's arguments up to the command: everything closed, and then what is needed, read-only except the plan's writable mounts. */
export const bwrapArgs = (plan: BwrapPlan): string[] => [
  ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv', '--hostname', 'sandbox'],
  ...['--ro-bind', '/usr', '/usr', ...systemFolders.flatMap(systemFolder)],
  ...etcFiles.filter((name) => existsSync(join('/etc', name))).flatMap((name) => ['--ro-bind', join('/etc', name), join('/etc', name)]),
  ...['passwd', 'group'].flatMap((name) => ['--ro-bind', join(plan.etcDir, name), `/etc/${name}`]),
  ...['--proc', '/proc', '--dev', '/dev', ...kernelSettings()],
  ...tmpfs('/tmp', plan.limits.memBytes / 4),
  ...tmpfs('/home/agent', plan.limits.memBytes / 4),
  ...['--ro-bind', plan.node, insideNode],
  ...(plan.toolboxDir === null ? [] : ['--ro-bind', plan.toolboxDir, insideToolbox]),
  ...plan.mounts.flatMap((mount) => [mount.write ? '--bind' : '--ro-bind', mount.host, mount.inside]),
  ...['--remount-ro', '/', '--chdir', '/workspace'],
  ...Object.entries(environment(plan.env)).flatMap(([name, value]) => ['--setenv', name, value]),
];

/** The command that sets the limits and becomes Node. They count per process, and `pids` per user of the sandbox. */
export const limitedNode = (limits: Limits, prlimit: string | null): string[] =>
  prlimit === null
    ? [insideNode]
    : [
        prlimit,
        `--nproc=${limits.pids}`,
        `--data=${Math.max(limits.memBytes, leastMemBytes)}`,
        `--fsize=${limits.diskBytes}`,
        '--core=0',
        insideNode,
      ];

/** prlimit as the sandbox will see it; null where the system has none. */
export const findPrlimit = (): string | null => ['/usr/bin/prlimit', '/usr/sbin/prlimit'].find((path) => existsSync(path)) ?? null;

const environment = (extra: Readonly<Record<string, string>>): Record<string, string> => ({
  PATH: `${insideDir}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
  HOME: '/home/agent',
  USER: 'agent',
  LANG: 'C.UTF-8',
  TERM: 'dumb',
  TMPDIR: '/tmp',
  ...extra,
});

/**
 * Kernel switches that root may write even without capabilities (core_pattern would be a way out), and what tells about the
 * host. bwrap covers only what it finds writable as a folder.
 */
const kernelSettings = (): string[] => {
  const there = (names: readonly string[]): string[] => names.map((name) => `/proc/${name}`).filter((path) => existsSync(path));
  return [
    ...there(['bus', 'fs', 'irq', 'sys', 'sysrq-trigger']).flatMap((path) => ['--ro-bind', path, path]),
    ...there(['kcore', 'keys', 'latency_stats', 'sched_debug', 'timer_list']).flatMap((path) => ['--ro-bind', '/dev/null', path]),
    ...there(['acpi', 'scsi']).flatMap((path) => ['--tmpfs', path]),
  ];
};

const tmpfs = (path: string, bytes: number): string[] => ['--size', String(Math.trunc(bytes)), '--tmpfs', path];

const systemFolder = (name: string): string[] => {
  const path = `/${basename(name)}`;
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
};
