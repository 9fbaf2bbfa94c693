import type { z } from 'zod';
import type { Contribution } from './plugin.ts';
import type { BlobRef, Disposable, SecretRef } from './values.ts';

export interface Ctx {
  readonly pluginId: string;
  /** A folder of the plugin's own (0700). */
  readonly dataDir: string;
  /** Aborts when the plugin is disabled or the host stops. */
  readonly signal: AbortSignal;
  /** The owner's settings for this plugin, parsed; rejects with the zod error when they do not fit. */
  settings<T>(parse: z.ZodType<T>): Promise<T>;
  onSettings(listener: () => void): Disposable;
  /** Only refs the host handed to this plugin; each reveal is audited. Rejects when the vault is locked. */
  reveal(ref: SecretRef): Promise<string>;
  /** Encrypted, durable key-value store of this plugin; in no backup. */
  readonly storage: PluginStorage;
  readonly blobs: {
    /** At most 25 MB. Its type is what its first bytes say. Kept until a message has it, and no longer than the host runs. */
    put(data: AsyncIterable<Uint8Array>, meta: { name?: string }): Promise<BlobRef>;
    get(ref: BlobRef): AsyncIterable<Uint8Array>;
  };
  /** core/egress with the manifest's hosts and the hosts the owner typed into this plugin's settings. */
  fetch(url: string, init: FetchInit, signal: AbortSignal): Promise<FetchResult>;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string, data?: object): void;
  register(contribution: Contribution): Disposable;
}
export interface FetchInit {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** From the question to the head of the answer, at most 5 minutes; default 20 s. */
  readonly headMs?: number;
  /** Bytes after which the body ends with an error; default 5 MB. */
  readonly maxBytes?: number;
  /**
   * The call of a tool (`ToolCall.callId`) for which it is made: a redirect to another host is then decided as that call with the
   * new address. Without it, every call that the plugin has open has a say. Never an id of a call that is over.
   */
  readonly callId?: string;
  /** Refuses also the private hosts that the owner typed: for addresses that a model, a page or a message chose. */
  readonly publicOnly?: boolean;
}
export interface FetchResult {
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}
export interface PluginStorage {
  get(key: string): Promise<Uint8Array | null>;
  list(prefix: string): Promise<string[]>;
  /** Atomic and durable when it resolves; null deletes. */
  commit(put: ReadonlyMap<string, Uint8Array | null>): Promise<void>;
  /** With permission `sync-storage`, in the host process only. */
  readonly sync?: {
    get(key: string): Uint8Array | null;
    commit(put: ReadonlyMap<string, Uint8Array | null>): void;
  };
}
