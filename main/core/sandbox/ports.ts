import type { Reason } from '#contract/model/reason.ts';
import type { Isolation, SandboxState } from '#contract/model/states.ts';
import type { Toolbox } from '#contract/toolbox/toolbox.ts';
import type { SandboxProvider, SandboxSpec } from '#plugin-api';
import type { AdmissionOptions } from './admission.ts';

/** The row of one workspace's sandbox. `epoch` only grows. */
export interface SandboxRow {
  readonly workspaceId: string;
  readonly epoch: number;
  readonly provider: string;
  readonly handle: string | null;
  readonly state: SandboxState;
  readonly reason: Reason | null;
}

/** What the sandbox stage needs from the store. Synchronous; each call is one committed transaction. */
export interface SandboxStore {
  get(workspaceId: string): SandboxRow | null;
  list(): SandboxRow[];
  /** Takes the next epoch for this host and commits it with state `starting` before anything is started. */
  claim(workspaceId: string, provider: string): number;
  /** False when `epoch` is no longer the current one (the caller must then stop what it started). */
  /** Takes a running sandbox of an earlier host over for this one. False when `epoch` is no longer the current one. */
  adopt(workspaceId: string, epoch: number): boolean;
  set(workspaceId: string, epoch: number, change: { state: SandboxState; handle?: string | null; reason?: Reason | null }): boolean;
}

/** A connection to the outside, or why not. Never rejects. */
export type Connect = (
  to: { host: string; port: number },
  signal: AbortSignal,
) => Promise<
  | {
      readonly ok: true;
      readonly connection: { readonly incoming: AsyncIterable<Uint8Array>; send(bytes: Uint8Array): Promise<void>; close(): void };
    }
  | { readonly ok: false; readonly code: string; readonly message: string }
>;

/** What is mounted beside the workspace's folder. */
export interface ExtraMounts {
  readonly mounts: SandboxSpec['mounts'];
  /** In a sandbox that nobody has used yet: whether it got the folders that were checked; otherwise why not. */
  verify(toolbox: Toolbox): Promise<Reason | null>;
  release(): Promise<void>;
}

export interface SandboxDeps {
  readonly store: SandboxStore;
  /** Enabled providers with the id of the plugin they come from, in no particular order. */
  readonly providers: () => readonly { readonly pluginId: string; readonly impl: SandboxProvider }[];
  /** 'auto', a plugin id ('embedded', 'docker') or a provider id ('bubblewrap', 'just-bash'), as the workspace says. */
  readonly choice: (workspaceId: string) => string;
  /** The workspace's folder on the host (exists, 0700). */
  readonly workspaceDir: (workspaceId: string) => string;
  /** Why that folder cannot be used now (a disk that is unplugged); asked before each start. */
  readonly folderFault?: (workspaceId: string) => Reason | null;
  /** It is a folder of its owner's own: what lies there already is not counted. */
  readonly isOwnFolder?: (workspaceId: string) => boolean;
  readonly toolboxDir: string;
  readonly installId: string;
  /** Folder of the recipe from which images are built; null where the package has none. */
  readonly recipeDir?: string | null;
  /** What is mounted beside the workspace's folder. Asked at each start. */
  readonly extraMounts?: (workspaceId: string) => Promise<ExtraMounts>;
  /** Makes the connections that a sandbox asks for; without it there are none. */
  readonly connect?: (workspaceId: string) => Connect;
  /** A sandbox without a call for this long is stopped. */
  readonly idleStopMs: () => number;
  /** While true none is started or taken over. */
  readonly isHalted?: () => boolean;
  /** Whether a person waits for this workspace; everybody is one when left out. */
  readonly isUrgent?: (workspaceId: string) => boolean;
  /** What this computer has; the real one when left out. */
  readonly resources?: Partial<Pick<AdmissionOptions, 'machine' | 'ask' | 'keepBytes' | 'everyMs'>>;
  /** What each sandbox gets at most; `defaultLimits` when left out. */
  readonly limits?: SandboxSpec['limits'];
  /** Deadlines; `defaultTiming` where left out. */
  readonly timing?: Partial<SandboxTiming>;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', text: string, data?: object) => void;
  /** Called when a sandbox changed state, to write the event. */
  readonly changed: (workspaceId: string) => void;
}

export interface SandboxTiming {
  /** From the open pipe to the toolbox's hello. */
  readonly helloMs: number;
  /** Before the second try of a start; the third waits twice as long. */
  readonly retryMs: number;
  /** What a toolbox gets to end by itself before it is killed. */
  readonly stopGraceMs: number;
  /** What a call gets to end after it was cancelled or its time was up. */
  readonly stuckMs: number;
  readonly probeMs: number;
  readonly pingMs: number;
  /** What a toolbox without a host waits for the next one. */
  readonly outliveMs: number;
  /** How often a working sandbox's disk is looked at. */
  readonly diskMs: number;
}
export const defaultTiming: SandboxTiming = {
  helloMs: 10_000,
  retryMs: 300,
  stopGraceMs: 1_000,
  stuckMs: 5_000,
  probeMs: 15_000,
  pingMs: 15_000,
  outliveMs: 60_000,
  diskMs: 1_000,
};
export const defaultLimits: SandboxSpec['limits'] = { cpu: 2, memBytes: 2 * 1024 ** 3, pids: 512, diskBytes: 10 * 1024 ** 3 };

export interface SandboxStatus {
  readonly workspaceId: string;
  readonly provider: string | null;
  readonly isolation: Isolation | null;
  /** Version text of the probe, e.g. "bubblewrap 0.8.0". */
  readonly version: string | null;
  readonly state: SandboxState;
  readonly reason: Reason | null;
}

export interface SandboxUsage {
  readonly handle: string;
  /** CPU seconds since its start. */
  readonly cpu: number;
  readonly memBytes: number;
  readonly calls: number;
  readonly image: string | null;
  readonly startedAt: number | null;
  /** It was started by an earlier host and taken over. */
  readonly adopted: boolean;
}

export interface Sandboxes {
  /**
   * The toolbox of a workspace, started when needed (3 tries, then rejects AppError 'not-available', or 'unknown-sandbox'
   * when the workspace's choice names none).
   * One start at a time per workspace; callers share it. `turnId` when no person asks for it now: a turn for which a person
   * cancelled the preparation does not begin it again.
   */
  acquire(workspaceId: string, signal: AbortSignal, turnId?: string): Promise<Toolbox>;
  /** Starts it in the background; never throws. */
  warm(workspaceId: string, turnId: string): void;
  restart(workspaceId: string): Promise<void>;
  /** Ends it, also one that is being started; the next use starts it again. */
  stop(workspaceId: string): Promise<void>;
  /** The toolbox that runs now, or null; never starts one. */
  running(workspaceId: string): Toolbox | null;
  status(): SandboxStatus[];
  /** The provider that `acquire` would use, and its strength; null while nothing probes well. */
  inForce(workspaceId: string): Promise<{ provider: string; isolation: Isolation; version: string } | null>;
  /** What was set has changed: a sandbox that runs without it is ended, as soon as nothing runs in it. */
  refresh(): Promise<void>;
  /** What the running sandbox uses now; null when none runs. */
  usage(workspaceId: string): Promise<SandboxUsage | null>;
  /** Everything in them stands still, by the time this resolves; where that cannot be had, they are ended. */
  freezeAll(): Promise<{ frozen: number; ended: number }>;
  thawAll(): Promise<void>;
  /** Providers whose last probe did not go well, and why. */
  faults(): { provider: string; reason: Reason }[];
  /** At start: take over what an earlier host left where that can be, end the rest and wait until it is confirmed gone. */
  sweep(): Promise<void>;
  stopAll(graceMs: number): Promise<void>;
}
