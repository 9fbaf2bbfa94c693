import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#contract/errors.ts';
import type { AuditEntry } from '#contract/model/records.ts';
import type { Ctx, Manifest, SecretRef } from '#plugin-api';
import { createEmitter } from '../base/emitter.ts';
import type { LogFile } from '../base/log.ts';
import type { Redactor } from '../base/redaction.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { type EgressDeps, egressFetch } from '../egress/fetch.ts';
import { trustedHostOf } from '../egress/target.ts';
import { openPluginStorage } from '../store/plugin-storage.ts';
import type { Vault } from '../vault/vault.ts';

export interface PluginCtxDeps {
  readonly pluginsDir: string;
  readonly vault: Vault;
  readonly blobs: Blobs;
  readonly logFile: LogFile;
  readonly redactor: Redactor;
  readonly settingsOf: (pluginId: string) => Record<string, unknown>;
  /** Whether the host handed this ref to this plugin. */
  readonly mayReveal: (pluginId: string, ref: SecretRef) => boolean;
  readonly audit: (entry: AuditEntry) => void;
  readonly noteEgress: EgressDeps['note'];
}

/** What each plugin gets, closed over its id: nothing in here can be asked for on behalf of another. */
export const createPluginCtxs = (deps: PluginCtxDeps) => {
  const settingsChanged = createEmitter<string>((error) =>
    deps.logFile.scope('plugins')('error', 'a settings listener failed', { error: String(error) }),
  );
  const closers: (() => void)[] = [];

  const make = (manifest: Manifest, signal: AbortSignal, register: Ctx['register']): Ctx => {
    const { id } = manifest;
    const dataDir = join(deps.pluginsDir, id);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const log = deps.logFile.scope(`plugin:${id}`);
    const storage = openPluginStorage(
      join(dataDir, 'storage.db'),
      () => deps.vault.derive(`plugin:${id}`),
      manifest.permissions.some((p) => p.kind === 'sync-storage'),
    );
    closers.push(() => storage.close());
    const declaredHosts = manifest.permissions.flatMap((p) => (p.kind === 'network' ? (p.hosts ?? []) : []));
    const ownerHosts = (): string[] =>
      Object.values(deps.settingsOf(id)).flatMap((value) => (typeof value === 'string' ? (trustedHostOf(value) ?? []) : []));
    const mayFetch = manifest.permissions.some((p) => p.kind === 'network');
    return {
      pluginId: id,
      dataDir,
      signal,
      storage,
      register,
      log: (level, text, data) => log(level, text, data),
      settings: async (parse) => parse.parse(deps.settingsOf(id)),
      onSettings: (listener) => {
        const off = settingsChanged.on((changed) => changed === id && listener());
        return { dispose: async () => void off() };
      },
      async reveal(ref) {
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
        const value = deps.vault.get(ref.secret);
        deps.redactor.add(value);
        return value;
      },
      blobs: {
        async put(data, meta) {
          const writer = deps.blobs.writer();
          try {
            for await (const chunk of data) writer.write(chunk);
          } catch (error) {
            writer.discard();
            throw error;
          }
          return { ...writer.end(), mime: meta.mime, ...(meta.name === undefined ? {} : { name: meta.name }) };
        },
        get: (ref) => deps.blobs.stream(ref.sha256),
      },
      async fetch(url, init, callSignal) {
        if (!mayFetch) throw new AppError('not-allowed', { what: 'network' });
        return egressFetch({ trustedHosts: ownerHosts, allowedHosts: declaredHosts, note: deps.noteEgress, signal }, url, init, callSignal);
      },
    };
  };
  return { make, settingsChanged: (id: string) => settingsChanged.emit(id), close: () => closers.forEach((close) => void close()) };
};
