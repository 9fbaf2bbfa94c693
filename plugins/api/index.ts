/**
 * What a plugin sees of Pynchy. Leaf: it imports types only.
 *
 * Wire rule: every value below except Ctx, AbortSignal and AsyncIterable is plain cloneable data, so that the same plugin
 * runs in the host or in a process of its own. Calls, async iterables, abort signals and disposables are what the proxy
 * turns into messages; nothing else may cross.
 */
import type { z } from 'zod';
import type { PricedModel } from '../../main/contract/model/price.ts';
import type { Effect, Isolation, LinkState, Tier } from '../../main/contract/model/states.ts';
import type { Block, JsonObject, ModelRequest, ToolSpec, TranscriptEntry, Usage } from '../../main/contract/model/transcript.ts';

export { type ContributionKind, type Manifest, type ManifestPermission, manifestSchema, type PermissionKind } from './manifest.ts';
export { answerFault, connectionFault, ModelFault, modelErrorOf, modelFault, retryAfterMsOf, withoutKey } from './model-faults.ts';
export { fetchModel, type ModelFetchOptions } from './model-fetch.ts';
export type { Block, Effect, Isolation, JsonObject, LinkState, ModelRequest, PricedModel, Tier, ToolSpec, TranscriptEntry, Usage };

/** Undoes one registration. Idempotent; must not throw. */
export interface Disposable {
  dispose(): Promise<void>;
}

/** Points at a vault entry. Only `ctx.reveal` turns it into text, and only for the plugin it was handed to. */
export interface SecretRef {
  readonly secret: string;
  readonly purpose: string;
}

/** A file kept by content hash. */
export interface BlobRef {
  readonly sha256: string;
  readonly bytes: number;
  readonly mime: string;
  readonly name?: string;
}

/** Expected outcomes are values. `code` is kebab-case; `text` is for logs, never for a person. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly text: string; readonly retryAfterMs?: number };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (code: string, text: string, retryAfterMs?: number): Result<never> =>
  retryAfterMs === undefined ? { ok: false, code, text } : { ok: false, code, text, retryAfterMs };

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
    put(data: AsyncIterable<Uint8Array>, meta: { mime: string; name?: string }): Promise<BlobRef>;
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
  readonly body?: string;
  /** Bytes after which the body ends with an error; default 5 MB. */
  readonly maxBytes?: number;
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

export type Contribution =
  | { readonly kind: 'channel'; readonly impl: Channel }
  | { readonly kind: 'sandbox'; readonly impl: SandboxProvider }
  | { readonly kind: 'provider'; readonly impl: ModelProvider }
  | { readonly kind: 'tool'; readonly impl: Tool }
  | { readonly kind: 'hook'; readonly impl: Hook };

/** One kind of chat network. One connect() per connection; never retries a delivery; the host journals before ack(). */
export interface Channel {
  readonly id: string;
  readonly can: {
    readonly edit: boolean;
    readonly react: boolean;
    readonly typing: boolean;
    /** The same externalId sent twice arrives once. */
    readonly idempotentSend: boolean;
    /** Characters. */
    readonly maxText: number;
    readonly editWindowMs: number;
    /** How emphasis is written: Markdown, one sign each (*bold* _italic_ ~struck~), or not at all (default). */
    readonly markup?: 'markdown' | 'light' | 'plain';
  };
  /** Taken before the transaction; the outbox stores it before send(). */
  reserveId(connection: string): Promise<string>;
  connect(connection: string, signal: AbortSignal): AsyncIterable<ChannelEvent>;
  ack(connection: string, eventId: string): Promise<void>;
  /**
   * Failures that say for certain that nothing was written: offline, not-connected, busy, rate-limited, or any with
   * retryAfterMs; that it never will be: rejected, not-found, forbidden, too-long, too-old, unsupported, bad-target. Every
   * other code, and throwing, means that it may have been sent. A resend has the same externalId.
   */
  send(connection: string, out: ChannelOut, signal: AbortSignal): Promise<Result<'written'>>;
  command(connection: string, c: ChannelCommand): Promise<Result<void>>;
}
export interface ChannelOut {
  readonly externalId: string;
  readonly chatKey: string;
  readonly op: 'post' | 'edit' | 'delete' | 'react';
  readonly target?: string;
  readonly text?: string;
  readonly files?: readonly BlobRef[];
  readonly quote?: string;
  readonly mentions?: readonly string[];
}
export interface ChannelCommand {
  /** `wake`: the network may have come back, or a person wants it tried now. `cancel` ends a pairing. */
  readonly name: 'typing' | 'read' | 'unlink' | 'pair' | 'cancel' | 'wake';
  readonly chatKey?: string;
  readonly args?: JsonObject;
}
export interface ChannelMessage {
  readonly type: 'message';
  readonly eventId: string;
  /** Unique for the connection, composed of canonical chat, sender, direction and id. */
  readonly externalKey: string;
  readonly externalId: string;
  readonly chatKey: string;
  readonly senderKey: string;
  readonly aliases: readonly string[];
  readonly fromSelf: boolean;
  /** UTC ms, by the sender's clock: shown, never used for order. */
  readonly sentAt: number;
  readonly text: string;
  readonly files: readonly BlobRef[];
  readonly quote?: string;
  readonly mentions: readonly string[];
  /** It waited in the network while we were away. */
  readonly late: boolean;
  /** `self`: the linked account's chat with itself. */
  readonly kind?: 'self' | 'direct' | 'group';
  /** What the sender is called there. Shown, never identifies. */
  readonly senderName?: string;
  /** Other keys the network has used for the same chat. */
  readonly chatAliases?: readonly string[];
  /** What came and is not text. */
  readonly unsupported?: 'image' | 'video' | 'audio' | 'document' | 'sticker' | 'place' | 'contact' | 'poll' | 'unreadable' | 'other';
}
/** How a connection stands. Sent whenever something of it changes, and now and then as proof while it is live. */
export interface ChannelLink {
  readonly type: 'link';
  readonly eventId: string;
  readonly state: LinkState;
  readonly reason?: string;
  /** UTC ms: when the network was last heard; live is only what was heard a moment ago. */
  readonly heardAt?: number | null;
  readonly nextTryAt?: number | null;
  readonly attempt?: number;
  /** What a phone has to scan, and until when. Never stored, never logged. */
  readonly qr?: string;
  readonly qrUntil?: number;
  readonly pairingCode?: string;
  /** The account it is linked to: all keys of it, its name and its number as people write it. */
  readonly self?: { readonly keys: readonly string[]; readonly name: string; readonly number: string };
}
export type ChannelEvent =
  | ChannelMessage
  | ChannelLink
  | {
      readonly type: 'receipt';
      readonly eventId: string;
      readonly externalId: string;
      readonly state: 'sent' | 'delivered' | 'read' | 'rejected';
    }
  | {
      readonly type: 'edit' | 'delete' | 'react';
      readonly eventId: string;
      readonly externalKey: string;
      readonly externalId: string;
      readonly fromSelf: boolean;
      readonly sentAt: number;
      readonly target: string;
      readonly chatKey: string;
      readonly senderKey: string;
      readonly text: string;
    }
  | {
      readonly type: 'chat';
      readonly eventId: string;
      readonly chatKey: string;
      readonly kind?: 'self' | 'direct' | 'group';
      readonly name: string;
      readonly members: readonly string[];
    };

/** Places ONE toolbox and hands over its byte pipe; the host alone speaks contract/toolbox over it. */
export interface SandboxProvider {
  readonly id: string;
  /** Higher is tried first when the workspace says `auto`. */
  readonly priority: number;
  readonly isolation: Isolation;
  /** Its sandboxes live on when this process dies, and `open` of a later one reaches the same toolbox. */
  readonly outlivesHost?: boolean;
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

/** A model vendor or protocol. One call each time: never retries, never reads the environment, must not throw. */
export interface ModelProvider {
  readonly id: string;
  /** True for rules instead of a model: every answer is labelled "no AI". */
  readonly noAi?: boolean;
  /** Whether an account of this provider needs a key. */
  readonly needsKey: 'yes' | 'optional' | 'no';
  readonly defaultBaseUrl: string;
  /** List prices of its own servers, with their date and source; a model that is missing has no known price. */
  readonly prices?: readonly PricedModel[];
  models(account: AccountRef, signal: AbortSignal): Promise<Result<ModelInfo[]>>;
  /** The cheapest real call that proves address, key and model. */
  test(account: AccountRef, model: string | null, signal: AbortSignal): Promise<Result<{ model: string }>>;
  /** Ends with exactly one `end` event, also on abort and on every fault. */
  stream(account: AccountRef, request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}
export interface ModelInfo {
  readonly id: string;
  readonly name: string;
  /** Tokens that fit into one request; 0 when the server does not say. */
  readonly contextTokens: number;
  readonly images: boolean;
}
export interface AccountRef {
  readonly accountId: string;
  readonly baseUrl: string;
  readonly key: SecretRef | null;
}
export type ModelStop = 'done' | 'tools' | 'length' | 'refused' | 'error' | 'aborted';
export type ModelEvent =
  | { readonly type: 'text' | 'thinking'; readonly delta: string }
  /** As soon as a tool call begins to stream, before its input is complete. */
  | { readonly type: 'tool-begin'; readonly id: string; readonly name: string }
  | { readonly type: 'tool'; readonly id: string; readonly name: string; readonly inputJson: string }
  | { readonly type: 'opaque'; readonly block: JsonObject }
  | { readonly type: 'end'; readonly stop: ModelStop; readonly usage: Usage; readonly error?: ModelError };
export interface ModelError {
  readonly code: ModelErrorCode;
  /** For logs; may quote the server. Secrets are redacted by the host. */
  readonly text: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** Whether the same call may be tried again on the same account. */
  readonly retryable: boolean;
}
/** Each has its own sentence and next click. */
export const modelErrorCodes = [
  'dns',
  'refused',
  'tls',
  'key-rejected',
  'payment',
  'model-forbidden',
  'model-not-found',
  'path-not-found',
  'rate-limited',
  'server-error',
  'not-an-api',
  'no-answer',
  'not-json',
  'too-large',
  'context-full',
  'bad-request',
  'stream-cut',
  'overloaded',
  'vault-locked',
  'unreachable',
  'aborted',
] as const;
export type ModelErrorCode = (typeof modelErrorCodes)[number];

/** A tool of a plugin. It runs on the host; `input` was validated against its schema, and policy has said yes. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: JsonObject;
  readonly tier: Tier;
  readonly flows: { readonly untrustedSource: boolean; readonly secretSource: boolean; readonly publicSink: boolean };
  readonly effect: Effect;
  run(input: JsonObject, call: ToolCall, signal: AbortSignal): AsyncIterable<ToolEvent>;
}
export interface ToolCall {
  readonly callId: string;
  readonly workspaceId: string;
  readonly key: SecretRef | null;
}
export type ToolEvent = { readonly output: string } | { readonly done: Result<{ text: string; files?: readonly BlobRef[] }> };

/** May tighten only: a `deny` refuses the tool call, a `note` is shown to the user. */
export interface Hook {
  readonly id: string;
  readonly on: 'turn.started' | 'turn.ended' | 'tool.before' | 'tool.after' | 'session.compacting';
  run(event: JsonObject, signal: AbortSignal): Promise<{ deny?: string; note?: string }>;
}

export interface Plugin {
  activate(ctx: Ctx): Promise<void>;
  /**
   * Tries settings that are not saved yet by the cheapest real call; `ctx` gives those settings and the secrets that were
   * typed. Both texts are for a person. Must not throw.
   */
  testSettings?(ctx: Ctx, signal: AbortSignal): Promise<Result<{ text: string }>>;
}
/** A plugin's entry exports the result as `plugin`. */
export const definePlugin = (plugin: Plugin): Plugin => plugin;
