import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import type { Audit } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';

/** Folders of workspaces that come in begin so; no workspace can be called so. */
export const stagingPrefix = '.importing-';

export interface ImportDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly blobs: Blobs;
  readonly audit: Audit;
  /** Where the folders of workspaces are. */
  readonly dir: string;
  readonly ownerId: () => string;
  /** Sandbox choices that exist here. */
  readonly sandboxes: () => ReadonlySet<string>;
  readonly stopSandbox: (workspaceId: string) => Promise<void>;
  /** Takes over the settings of the archive; throws when they cannot be parsed and changes nothing then. */
  readonly settings: (value: unknown) => () => void;
  readonly log: Log;
}
export interface ImportRun {
  readonly signal: AbortSignal;
  /** Bytes of the archive that are done, of all. */
  readonly progress: (done: number, total: number) => void;
}
