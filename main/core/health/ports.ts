import type { Reason } from '#contract/model/reason.ts';
import type { Isolation, SandboxState } from '#contract/model/states.ts';

/** What the rows are made from: plain facts, gathered at one moment. */
export interface AccountFacts {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly baseUrl: string;
  readonly noAi: boolean;
  readonly hasKey: boolean;
  readonly needsKey: boolean;
  /** The plugin that speaks to its provider; null when nobody knows it. */
  readonly plugin: { readonly id: string; readonly isOn: boolean } | null;
  readonly isOverBudget: boolean;
  readonly lastDone: { readonly at: number; readonly order: number; readonly model: string } | null;
  readonly lastFailed: { readonly at: number; readonly order: number; readonly reason: Reason } | null;
  /** When a turn that waits for it is tried again. */
  readonly nextAt: number | null;
}
export interface SandboxFacts {
  readonly workspaceId: string;
  readonly workspace: string;
  /** What the workspace wants: auto or a name. */
  readonly choice: string;
  readonly provider: string | null;
  readonly isolation: Isolation | null;
  readonly version: string | null;
  readonly state: SandboxState;
  readonly reason: Reason | null;
  /** Why the one it wants, or the strongest one, does not work; null when it does, or is not there at all. */
  readonly fault: { readonly provider: string; readonly reason: Reason } | null;
}
export interface LinkFacts {
  readonly id: string;
  readonly channel: string;
  readonly name: string;
  readonly state: string;
  readonly reason: Reason | null;
}
export interface PluginFacts {
  readonly id: string;
  readonly title: string;
  readonly state: 'active' | 'disabled' | 'failed' | 'activating';
  readonly reason: Reason | null;
}
export interface VaultFacts {
  readonly state: 'ready' | 'locked' | 'damaged';
  readonly reason: Reason | null;
  readonly entries: number;
  readonly slots: readonly string[];
}
/** Who judges. */
export interface DeputyFacts {
  readonly accountId: string;
  readonly account: string;
  /** Why it can judge nothing; null when nothing is known to be wrong. */
  readonly problem: Reason | null;
  /** How many of its latest judgements, in a row, were none; null when the latest was one. */
  readonly faults: { readonly count: number; readonly at: number; readonly fault: Reason } | null;
}
/** A stored profile that has faults. */
export interface ProfileFacts {
  readonly id: string;
  /** The first one, in words and with its place. */
  readonly fault: string;
  /** What is in force in its place; null when it is in force itself. */
  readonly instead: 'last-good' | 'locked' | null;
  /** The id of a workspace where it can be mended. */
  readonly workspace: string;
}
export interface AboutFacts {
  readonly version: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly dataDir: string;
  readonly node: string;
  readonly sqlite: string;
  readonly system: string;
}

/** Where the facts come from, and what a button sets going. Nothing here throws for an outcome that a row can tell. */
export interface HealthPorts {
  readonly about: AboutFacts;
  /** What the host found when it started. */
  readonly notices: () => readonly Reason[];
  readonly memoryBytes: () => number;
  /** null when the data folder does not answer. */
  readonly freeBytes: () => number | null;
  readonly databaseBytes: () => number;
  readonly vault: () => VaultFacts;
  readonly accounts: () => readonly AccountFacts[];
  readonly sandboxes: () => Promise<readonly SandboxFacts[]>;
  /** Engines for sandboxes that were never tried, by the name that a person knows. */
  readonly notProven: () => readonly string[];
  readonly links: () => readonly LinkFacts[];
  readonly plugins: () => readonly PluginFacts[];
  /** null while nobody judges. */
  readonly deputy: () => DeputyFacts | null;
  readonly testDeputy: () => Promise<void>;
  readonly faultyProfiles: () => readonly ProfileFacts[];
  /** Reads the whole database; what is wrong, in SQLite's words, or an empty list. */
  readonly checkDatabase: () => Promise<readonly string[]>;
  readonly verifyAudit: () => Promise<{ readonly rows: number; readonly badSeq: number | null }>;
  /** A real call; never rejects for what the other side does. */
  readonly testAccount: (
    accountId: string,
  ) => Promise<{ readonly ok: boolean; readonly code: string | null; readonly params: Reason['params'] }>;
  /** A test of an account worked: what waits for it need not wait any longer. */
  readonly accountWorks: (accountId: string) => void;
  readonly turnPluginOn: (id: string) => Promise<void>;
  readonly turnPluginOff: (id: string) => void;
  readonly restartSandbox: (workspaceId: string) => Promise<void>;
  /** Tells the screens that something may be another row now. */
  readonly changed: () => void;
}
