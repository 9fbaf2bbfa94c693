import type { ContainerCreateOptions } from 'dockerode';
import type { SandboxSpec } from '#plugin-api';

/** Labels of everything that is ours. */
export const labels = {
  install: 'pynchy.install',
  workspace: 'pynchy.workspace',
  epoch: 'pynchy.epoch',
  fingerprint: 'pynchy.fingerprint',
  mark: 'pynchy.mark',
  recipe: 'pynchy.recipe',
} as const;

const toolboxInside = '/opt/pynchy/toolbox';
const markVariable = 'PYNCHY_MARK';
/** Who works in the container when the host is root itself. */
export const plainUser = 1000;

/** `uid:gid` inside: the host's own, so that files in the mounted folders have one owner; never root unless that is the owner outside. */
export const userFor = (host: { uid: number | null; gid: number | null }, rootless: boolean): string => {
  // A rootless engine maps its root to the person who runs it, and that person owns the folders.
  if (rootless) return '0:0';
  return host.uid === null || host.uid === 0 ? `${plainUser}:${plainUser}` : `${host.uid}:${host.gid ?? host.uid}`;
};

/** One name per epoch: the engine itself refuses a second container of the same one. */
export const nameOf = (spec: Pick<SandboxSpec, 'installId' | 'workspaceId' | 'epoch'>): string =>
  `pynchy-${spec.installId.slice(-8)}-${spec.workspaceId}-${spec.epoch}`.replaceAll(/[^a-zA-Z0-9_.-]/g, '-');

/** The whole container, closed by default (README I2). `mark` is how its toolbox knows a new host. */
export const containerOf = (spec: SandboxSpec, o: { user: string; mark: string }): ContainerCreateOptions & { name: string } => {
  const [uid, gid] = o.user.split(':');
  const tmpfs = (share: number): string =>
    `rw,nosuid,nodev,exec,size=${Math.trunc(spec.limits.memBytes * share)},uid=${uid},gid=${gid},mode=1777`;
  return {
    name: nameOf(spec),
    Image: spec.image,
    Hostname: 'sandbox',
    User: o.user,
    WorkingDir: '/workspace',
    Entrypoint: ['node', `${toolboxInside}/process.mjs`, '--root', '/workspace', '--alone', '--outlive', String(spec.outliveMs)],
    Cmd: [],
    Env: Object.entries(environment(spec.env, o.mark)).map(([name, value]) => `${name}=${value}`),
    Labels: {
      [labels.install]: spec.installId,
      [labels.workspace]: spec.workspaceId,
      [labels.epoch]: String(spec.epoch),
      [labels.fingerprint]: spec.fingerprint,
      [labels.mark]: o.mark,
    },
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    // The next host attaches to the same pipe.
    StdinOnce: false,
    Tty: false,
    NetworkDisabled: true,
    Healthcheck: { Test: ['NONE'] },
    StopSignal: 'SIGTERM',
    Volumes: {},
    ExposedPorts: {},
    HostConfig: {
      NetworkMode: 'none',
      IpcMode: 'private',
      PidMode: '',
      Privileged: false,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: [],
      SecurityOpt: ['no-new-privileges:true'],
      Init: true,
      AutoRemove: true,
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'none', Config: {} },
      Memory: spec.limits.memBytes,
      MemorySwap: spec.limits.memBytes,
      NanoCpus: Math.trunc(spec.limits.cpu * 1e9),
      PidsLimit: spec.limits.pids,
      ShmSize: Math.trunc(Math.min(64 * 1024 ** 2, spec.limits.memBytes / 8)),
      Tmpfs: { '/tmp': tmpfs(1 / 4), '/home/agent': tmpfs(1 / 4), '/run': tmpfs(1 / 32) },
      Ulimits: [
        { Name: 'core', Soft: 0, Hard: 0 },
        { Name: 'nofile', Soft: 4096, Hard: 4096 },
      ],
      Mounts: [
        { Type: 'bind', Source: spec.toolboxDir, Target: toolboxInside, ReadOnly: true, BindOptions: { Propagation: 'rprivate' } },
        ...spec.mounts.map((mount) => ({
          Type: 'bind' as const,
          Source: mount.host,
          Target: mount.inside,
          ReadOnly: !mount.write,
          BindOptions: { Propagation: 'rprivate' as const },
        })),
      ],
    },
  };
};

const environment = (extra: Readonly<Record<string, string>>, mark: string): Record<string, string> => ({
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
  HOME: '/home/agent',
  USER: 'agent',
  LANG: 'C.UTF-8',
  TERM: 'dumb',
  TMPDIR: '/tmp',
  ...extra,
  [markVariable]: mark,
});
