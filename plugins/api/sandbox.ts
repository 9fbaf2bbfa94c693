import type { Isolation } from '../../main/contract/model/states.ts';
import type { Result } from './values.ts';

/** Places ONE toolbox and hands over its byte pipe; the host alone speaks contract/toolbox over it. */
export interface SandboxProvider {
  readonly id: string;
  /** Higher is tried first when the workspace says `auto`. */
  readonly priority: number;
  readonly isolation: Isolation;
  /** Its sandboxes live on when this process dies, and `open` of a later one reaches the same toolbox. */
  readonly outlivesHost?: boolean;
  /** What it may work with too, though nobody has ever run it so: names that a person is told. */
  readonly notProven?: readonly string[];
  /** Really tries it; 'version' is shown to a person. */
  probe(): Promise<Result<{ version: string }>>;
  /** Gets what `start` needs and may take minutes (an image); ends with `done`. Asked before each start, quick when all is there. */
  prepare?(recipeDir: string | null, signal: AbortSignal): AsyncIterable<SandboxPreparation>;
  start(spec: SandboxSpec, signal: AbortSignal): Promise<Result<{ handle: string }>>;
  /** The pipe to the toolbox: bytes in, bytes out. Ends when the toolbox is gone. */
  open(handle: string, input: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** What of this install exists now, also from before a host death. Rejects when that cannot be known. */
  list(installId: string): Promise<SandboxListing[]>;
  /** Resolves 'gone' only when it was confirmed that no process of it can write any more. */
  stop(handle: string, graceMs: number): Promise<Result<'gone'>>;
  /** Stops every process of it where it stands, and says so only when that is confirmed. Without it, a sandbox that has to stand still is ended. */
  freeze?(handle: string): Promise<Result<'frozen'>>;
  /** Lets a frozen one go on. */
  thaw?(handle: string): Promise<Result<'thawed'>>;
  /** CPU seconds since its start, and memory that is its own. */
  stats(handle: string): Promise<{ cpu: number; memBytes: number }>;
  /** The images it keeps on this computer, where it has some. */
  images?(): Promise<SandboxImage[]>;
  /** Removes the images of ours that nothing uses and the next start does not need. */
  removeUnused?(): Promise<{ freedBytes: number }>;
}
export type SandboxPreparation =
  | { readonly step: 'pull' | 'build'; readonly doneBytes: number; readonly totalBytes: number; readonly text: string }
  | { readonly done: Result<{ image: string }> };
export interface SandboxImage {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** A sandbox runs from it, or the next one will. */
  readonly inUse: boolean;
}
export interface SandboxListing {
  readonly handle: string;
  readonly workspaceId: string;
  readonly epoch: number;
  readonly state: 'running' | 'stopped';
  /** The spec's, where the provider keeps it. */
  readonly fingerprint?: string;
  readonly image?: string;
  readonly startedAt?: number;
}
export interface SandboxSpec {
  readonly launchId: string;
  readonly installId: string;
  readonly workspaceId: string;
  readonly epoch: number;
  /** From `prepare`; '' where the provider has no images. */
  readonly image: string;
  /** Absolute host path of the folder that holds the bundled toolbox entries. */
  readonly toolboxDir: string;
  readonly mounts: readonly { readonly host: string; readonly inside: string; readonly write: boolean }[];
  readonly limits: { readonly cpu: number; readonly memBytes: number; readonly pids: number; readonly diskBytes: number };
  readonly env: Readonly<Record<string, string>>;
  /** Changes when something was set that a running sandbox does not have yet. */
  readonly fingerprint: string;
  /** How long a toolbox without a host waits for the next one before it ends. */
  readonly outliveMs: number;
}
