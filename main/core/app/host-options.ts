import type { Clock } from '../base/clock.ts';
import type { OutboxTiming } from '../outbox/ports.ts';
import type { FoundPlugin } from '../plugins/plugins.ts';

export interface HostOptions {
  readonly home: string;
  readonly version: string;
  readonly firstParty: readonly FoundPlugin[];
  readonly toolboxDir: string;
  readonly samplesDir: string | null;
  /** Where Pynchy itself lies: no workspace may work there. */
  readonly programDir?: string;
  /** What a sandbox image is built from; null where a package brings none. */
  readonly recipeDir?: string | null;
  /** What CONTAINER_RUNTIME says; goes before the setting. */
  readonly containerRuntime?: string | undefined;
  readonly detectServers?: (signal: AbortSignal) => Promise<{ name: string; baseUrl: string; models: readonly string[] }[]>;
  readonly clock?: Clock;
  /** How fast and how patiently is sent, where the usual is not right: a simulated network. */
  readonly outboxTiming?: Partial<OutboxTiming>;
  /** The wrapping key that this computer's keychain keeps for the vault; null where there is none to trust. */
  readonly keychainKey?: Uint8Array | null;
}
