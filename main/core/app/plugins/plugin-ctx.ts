import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#contract/errors.ts';
import { mostFileBytes } from '#contract/model/files.ts';
import type { AuditEntry } from '#contract/model/records.ts';
import type { Ctx, Manifest, PluginStorage, SecretRef } from '#plugin-api';
import { createEmitter } from '../../base/emitter.ts';
import type { LogFile } from '../../base/log.ts';
import type { Redactor } from '../../base/redaction.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import { sniffedBytes, sniffMime } from '../../blobs/sniff.ts';
import { type EgressDeps, egressFetch } from '../../egress/fetch.ts';
import { trustedHostOf } from '../../egress/target.ts';
import type { createBlobRefs } from '../../store/blob-refs.ts';
import { openPluginStorage } from '../../store/plugin-storage.ts';
import type { Vault } from '../../vault/vault.ts';

export interface PluginCtxDeps {
  readonly pluginsDir: string;
  readonly vault: Vault;
  readonly blobs: Blobs;
  readonly logFile: LogFile;
  readonly redactor: Redactor;
  readonly settingsOf: (pluginId: string) => Record<string, unknown>;
  /** Whether the host handed this ref to this plugin. */
  readonly mayReveal: (pluginId: string, ref: SecretRef) => boolean;
  /** A key that is only tried and not in the vault. */
  readonly lent: (secret: string) => string | null;
  readonly audit: (entry: AuditEntry) => void;
  /** From then on the sweep leaves it alone. */
  readonly keepBlob: ReturnType<typeof createBlobRefs>['add'];
  readonly noteEgress: EgressDeps['note'];
  /** Puts secrets into headers that leave for their hosts. */
  readonly redeem: NonNullable<EgressDeps['redeem']>;
  /** Whether a request of this plugin may follow a redirect to another host. */
  readonly mayFollow: (pluginId: string, callId: string | undefined, url: string) => boolean;
}

/**
 * What each plugin gets, closed over its id: nothing in here can be asked for on behalf of another. It ends with the plugin's
 * signal: storage, secrets and blobs are then refused, and what was open is closed.
 */
export const createPluginCtxs = (deps: PluginCtxDeps) => {
  const settingsChanged = createEmitter<string>((error) =>
    deps.logFile.scope('plugins')('error', 'a settings listener failed', { error: String(error) }),
  );

  const fetchFor = (manifest: Manifest, settings: () => Record<string, unknown>, signal: AbortSignal): Ctx['fetch'] => {
    const allowedHosts = manifest.permissions.flatMap((p) => (p.kind === 'network' ? (p.hosts ?? []) : []));
    const trustedHosts = (): string[] =>
      Object.values(settings()).flatMap((value) => (typeof value === 'string' ? (trustedHostOf(value) ?? []) : []));
    const mayFetch = manifest.permissions.some((p) => p.kind === 'network');
    return async (url, init, callSignal) => {
      if (!mayFetch) throw new AppError('not-allowed', { what: 'network' });
      const mayFollow = (next: string): boolean => deps.mayFollow(manifest.id, init.callId, next);
      const { noteEgress: note, redeem } = deps;
      return egressFetch({ trustedHosts, allowedHosts, note, redeem, mayFollow, signal }, url, init, callSignal);
    };
  };

  const make = (manifest: Manifest, signal: AbortSignal, register: Ctx['register']): Ctx => {
    const { id } = manifest;
    const dataDir = join(deps.pluginsDir, id);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const log = deps.logFile.scope(`plugin:${id}`);
    const opened = openPluginStorage(
      join(dataDir, 'storage.db'),
      () => deps.vault.derive(`plugin:${id}`),
      manifest.permissions.some((p) => p.kind === 'sync-storage'),
    );
    const mustBeOn = (): void => {
      if (signal.aborted) throw new AppError('not-available', { why: `The plugin ${id} is off.` });
    };
    onAbort(signal, opened.close);
    return {
      pluginId: id,
      dataDir,
      signal,
      storage: whileOn(opened, mustBeOn),
      register,
      log: (level, text, data) => log(level, text, data),
      settings: async (parse) => parse.parse(deps.settingsOf(id)),
      onSettings: (listener) => {
        const off = settingsChanged.on((changed) => changed === id && listener());
        onAbort(signal, off);
        return { dispose: async () => void off() };
      },
      async reveal(ref) {
        mustBeOn();
        const granted = deps.mayReveal(id, ref);
        deps.audit({
          actor: `plugin:${id}`,
          workspaceId: null,
          turnId: null,
          callHash: null,
          decision: granted ? 'allow' : 'deny',
          rule: 'reveal-own-refs',
          outcome: granted ? 'revealed' : 'refused',
          detail: `${ref.secret} for ${ref.purpose}`,
        });
        if (!granted) throw new AppError('not-allowed', { what: ref.secret });
        const value = deps.lent(ref.secret) ?? deps.vault.get(ref.secret);
        deps.redactor.add(value);
        return value;
      },
      blobs: {
        async put(data, meta) {
          mustBeOn();
          const writer = deps.blobs.writer();
          let bytes = 0;
          try {
            for await (const chunk of data) {
              mustBeOn();
              bytes += chunk.length;
              if (bytes > mostFileBytes) throw new AppError('bad-input', { detail: 'a file of a plugin is larger than 25 MB' });
              writer.write(chunk);
            }
            mustBeOn();
          } catch (error) {
            writer.discard();
            throw error;
          }
          const stored = writer.end();
          // Whoever sent it to the plugin has no say in what it is.
          const mime = sniffMime(deps.blobs.read(stored.sha256, 0, sniffedBytes));
          deps.keepBlob({ ...stored, mime, ownerKind: 'plugin', ownerId: id, workspaceId: null });
          return { ...stored, mime, ...(meta.name === undefined ? {} : { name: meta.name }) };
        },
        async *get(ref) {
          mustBeOn();
          for await (const chunk of deps.blobs.stream(ref.sha256)) {
            mustBeOn();
            yield chunk;
          }
        },
      },
      fetch: fetchFor(manifest, () => deps.settingsOf(id), signal),
    };
  };
  /** The ctx of a running plugin, with settings and secrets that are typed but not saved. */
  const trial = (manifest: Manifest, live: Ctx, settings: Record<string, unknown>, typed: ReadonlyMap<string, string>): Ctx => ({
    ...live,
    settings: async (parse) => parse.parse(settings),
    reveal: async (ref) => typed.get(ref.secret) ?? live.reveal(ref),
    fetch: async (url, init, callSignal) => fetchFor(manifest, () => settings, live.signal)(url, init, callSignal),
  });
  return { make, trial, settingsChanged: (id: string) => settingsChanged.emit(id) };
};

export type PluginCtxs = ReturnType<typeof createPluginCtxs>;

const onAbort = (signal: AbortSignal, run: () => void): void => {
  if (signal.aborted) run();
  else signal.addEventListener('abort', run, { once: true });
};

const whileOn = (storage: PluginStorage, mustBeOn: () => void): PluginStorage => {
  const { sync } = storage;
  return {
    async get(key) {
      mustBeOn();
      return storage.get(key);
    },
    async list(prefix) {
      mustBeOn();
      return storage.list(prefix);
    },
    async commit(put) {
      mustBeOn();
      return storage.commit(put);
    },
    ...(sync
      ? {
          sync: {
            get(key) {
              mustBeOn();
              return sync.get(key);
            },
            commit(put) {
              mustBeOn();
              sync.commit(put);
            },
          },
        }
      : {}),
  };
};
