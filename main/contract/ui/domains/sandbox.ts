import { z } from 'zod';
import { Reason } from '../../model/reason.ts';
import { isolations, sandboxStates } from '../../model/states.ts';
import { base, id } from './base.ts';

export const networkModes = ['off', 'allow-list', 'open'] as const;
const host = z.string().trim().min(1).max(253);
const mountName = z.string().trim().min(1).max(40);

export const ConnectionView = z.object({
  seq: z.number().int(),
  at: z.number(),
  host: z.string(),
  port: z.number().int(),
  address: z.string().nullable(),
  /** `connected`, or the code of the refusal; `text` says it. */
  outcome: z.string(),
  text: z.string(),
  /** Whether allowing the host would help. */
  canAllow: z.boolean(),
  sentBytes: z.number(),
  receivedBytes: z.number(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

export const MountView = z.object({
  name: z.string(),
  path: z.string(),
  wantsWrite: z.boolean(),
  /** What it is at the next start; null while it is refused. */
  write: z.boolean().nullable(),
  /** Why it is refused, or why it can only be read. */
  reason: Reason.nullable(),
});
export type MountView = z.infer<typeof MountView>;

/** What a reset takes back: whom commands may reach, and the folders beside the workspace's own. */
export const SandboxSettings = z.object({
  mode: z.enum(networkModes),
  hosts: z.array(host).max(1_000),
  mounts: z.array(z.object({ name: mountName, path: z.string().min(1).max(1_000), write: z.boolean() })).max(100),
});
export type SandboxSettings = z.infer<typeof SandboxSettings>;

const Usage = z.object({ cpuSeconds: z.number(), memBytes: z.number(), calls: z.number().int() });
const Processes = z.array(
  z.object({
    pid: z.number().int(),
    command: z.string(),
    seconds: z.number(),
    memBytes: z.number(),
    /** Of which command in the background it is. */
    job: z.string().nullable().default(null),
  }),
);

const jobName = z.string().regex(/^p\d{1,9}$/);
/** A command in the background, also one that has ended. */
export const JobView = z.object({
  job: jobName,
  command: z.string(),
  state: z.enum(['running', 'ended']),
  exitCode: z.number().int().nullable(),
  signal: z.string().nullable(),
  seconds: z.number(),
  logBytes: z.number(),
});
export type JobView = z.infer<typeof JobView>;

export const SandboxPanelView = z.object({
  workspaceId: z.string(),
  state: z.enum(sandboxStates),
  reason: Reason.nullable(),
  /** What the workspace asks for: auto, or a name. `wanted` is what that comes to on this computer. */
  choice: z.string(),
  wanted: z.string(),
  /** Of the one that runs, else of the one that would be started; null while none works. */
  provider: z.string().nullable(),
  isolation: z.enum(isolations).nullable(),
  version: z.string().nullable(),
  /** How strong that is, or what is missing. */
  sentence: z.string(),
  epoch: z.number().int(),
  image: z.object({ id: z.string(), name: z.string().nullable(), bytes: z.number().nullable() }).nullable(),
  limits: z.object({ cpu: z.number(), memBytes: z.number(), diskBytes: z.number() }),
  startedAt: z.number().nullable(),
  /** It was started by an earlier run of Pynchy and taken over. */
  adopted: z.boolean(),
  usage: Usage.nullable(),
  /** null: this kind has none that could be listed. */
  processes: Processes.nullable(),
  network: z.object({ mode: z.enum(networkModes), hosts: z.array(z.string()), recent: z.array(ConnectionView) }),
  mounts: z.array(MountView),
  /** What is wrong with sandboxes that this computer could have. */
  faults: z.array(z.object({ provider: z.string(), reason: Reason })),
  /** What a workspace can choose, strongest first. */
  kinds: z.array(z.object({ provider: z.string(), plugin: z.string(), isolation: z.enum(isolations) })),
});
export type SandboxPanelView = z.infer<typeof SandboxPanelView>;

/** What it uses at one moment. `atMs` runs evenly and means nothing by itself. */
export const SandboxLiveView = z.object({ atMs: z.number(), usage: Usage.nullable(), processes: Processes.nullable() });
export type SandboxLiveView = z.infer<typeof SandboxLiveView>;

export const MountListView = z.object({
  allowedRoots: z.array(z.object({ path: z.string().min(1).max(1_000), allowReadWrite: z.boolean(), description: z.string().max(200) })),
  blockedPatterns: z.array(z.string().min(1).max(100)),
  nonAdminReadOnly: z.boolean(),
});
export type MountListView = z.infer<typeof MountListView>;

export const MountListState = z.object({
  /** The file in which it is kept. */
  file: z.string(),
  /** Names that are never mounted, whatever the list says. */
  alwaysBlocked: z.array(z.string()),
  /** null: there is none yet, or it cannot be understood, so nothing is mounted. */
  list: MountListView.nullable(),
  reason: Reason.nullable(),
});
export type MountListState = z.infer<typeof MountListState>;

export const SpaceView = z.object({
  /** Of the disk with the data folder; null when it does not answer. */
  freeBytes: z.number().nullable(),
  workspaces: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.enum(['here', 'archived', 'trashed']),
      /** A folder of the person's own, not one that Pynchy made. */
      isOwnFolder: z.boolean(),
      /** With what lies in its trash. */
      bytes: z.number(),
      trashBytes: z.number(),
    }),
  ),
  /** What else the data folder holds. */
  data: z.array(z.object({ what: z.enum(['database', 'files', 'logs', 'exports', 'plugins', 'other']), bytes: z.number() })),
});
export type SpaceView = z.infer<typeof SpaceView>;

export const ImageView = z.object({ provider: z.string(), id: z.string(), name: z.string(), bytes: z.number(), inUse: z.boolean() });
export type ImageView = z.infer<typeof ImageView>;

export const sandbox = {
  panel: base.input(z.object({ id })).output(SandboxPanelView),
  /** Answers when it runs, or after 10 s with how far it is. */
  start: base.input(z.object({ id })).output(SandboxPanelView),
  /** Ends it with all that runs in it, and starts it anew: /tmp and the home folder in it are empty then. */
  restart: base.input(z.object({ id })).output(SandboxPanelView),
  /** Also ends a start that is under way, and what is fetched or built for it. */
  stop: base.input(z.object({ id })).output(SandboxPanelView),
  live: base.input(z.object({ id })).output(SandboxLiveView),
  /** Empty where none can be, and while nothing runs. */
  jobs: base.input(z.object({ id })).output(z.array(JobView)),
  /** Output from byte `from` on (null: its end); waits up to `waitMs` for some. Read on with `from: next`. */
  jobLog: base
    .input(z.object({ id, job: jobName, from: z.number().int().min(0).nullable(), waitMs: z.number().int().min(0).max(30_000).default(0) }))
    .output(z.object({ text: z.string(), from: z.number().int(), next: z.number().int(), state: z.enum(['running', 'ended']) })),
  /** A command in the background with all that it started, or one process. What is gone already is fine. */
  stopProcess: base
    .input(z.object({ id, process: z.union([jobName, z.number().int().min(1)]) }))
    .output(z.object({ stopped: z.literal(true) })),
  /** Ends it and takes back what was allowed for it; the files of the workspace stay. `before` is for `putBack`. */
  reset: base.input(z.object({ id })).output(z.object({ panel: SandboxPanelView, before: SandboxSettings })),
  putBack: base.input(z.object({ id, before: SandboxSettings })).output(SandboxPanelView),
  /** What would become of a folder, without mounting it. */
  tryMount: base.input(z.object({ id, name: mountName, path: z.string().min(1).max(1_000), write: z.boolean() })).output(MountView),
  setNetwork: base.input(z.object({ id, mode: z.enum(networkModes) })).output(SandboxPanelView),
  /** At once, also for a sandbox that runs. */
  allowHost: base.input(z.object({ id, host })).output(SandboxPanelView),
  forgetHost: base.input(z.object({ id, host })).output(SandboxPanelView),
  /** Newest first. */
  connections: base
    .input(z.object({ id, before: z.number().int().nullable().default(null), limit: z.number().int().min(1).max(200).default(50) }))
    .output(z.array(ConnectionView)),
  /** Takes effect at the next start; the sandbox is restarted when nothing runs in it. */
  setMount: base.input(z.object({ id, name: mountName, path: z.string().min(1).max(1_000), write: z.boolean() })).output(SandboxPanelView),
  removeMount: base.input(z.object({ id, name: mountName })).output(SandboxPanelView),
  mountList: base.output(MountListState),
  /** Refused while the file is there and cannot be understood: somebody wrote it. */
  setMountList: base.input(MountListView).output(MountListState),
  /** Reads the folders whole; may take seconds. */
  space: base.output(SpaceView),
  /** Deletes for good what lies in the trash of a workspace's files. */
  emptyTrash: base.input(z.object({ id })).output(z.object({ freedBytes: z.number() })),
  images: base.output(z.array(ImageView)),
  /** Only images of ours that nothing uses. */
  removeUnusedImages: base.output(z.object({ freedBytes: z.number() })),
};
