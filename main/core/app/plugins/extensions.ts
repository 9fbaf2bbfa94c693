import { createEmitter } from '../../base/emitter.ts';
import { createPlugins, type FoundPlugin } from '../../plugins/plugins.ts';
import { createRegistry } from '../../plugins/registry.ts';
import { createOpenCalls } from '../../services/open-calls.ts';
import { createSecretTickets } from '../../services/secret-tickets.ts';
import { createBlobRefs } from '../../store/blob-refs.ts';
import type { Foundation } from '../foundation.ts';
import { createPluginCtxs } from './plugin-ctx.ts';
import { createTrialKeys } from './trial-keys.ts';

// All plugins start side by side; one that hangs may not hold up the host for longer.
const activationMs = 3_000;

/** The plugins of the host, what they contribute, and what each may see. */
export const createExtensions = (f: Foundation, found: readonly FoundPlugin[]) => {
  const { store } = f;
  const changed = createEmitter<string>((error) => f.log('error', 'somebody who waits for plugins failed', { error: String(error) }));
  const registry = createRegistry(changed.emit);
  const egressLog = f.logFile.scope('egress');
  const trialKeys = createTrialKeys();
  const secretTickets = createSecretTickets();
  const openCalls = createOpenCalls();
  const serves = (pluginId: string, provider: string | null): boolean =>
    provider !== null && registry.pluginOf('provider', provider) === pluginId;
  // A ref belongs to a plugin when it is of its own settings, or the key of an account that its provider serves or is tried for.
  const mayReveal = (pluginId: string, secret: string): boolean =>
    secret.startsWith(`plugin:${pluginId}:`) ||
    serves(pluginId, trialKeys.providerOf(secret)) ||
    store.accounts.list().some((a) => a.keyRef === secret && serves(pluginId, a.provider));
  const ctxs = createPluginCtxs({
    pluginsDir: f.paths.plugins,
    vault: f.vault,
    blobs: f.blobs,
    logFile: f.logFile,
    redactor: f.redactor,
    settingsOf: (id) => store.plugins.get(id)?.settings ?? {},
    mayReveal: (pluginId, ref) => mayReveal(pluginId, ref.secret),
    lent: trialKeys.valueOf,
    audit: f.audit.append,
    keepBlob: createBlobRefs(store.db, f.clock.now).add,
    noteEgress: (row) => egressLog('info', 'egress', row),
    redeem: secretTickets.redeem,
    mayFollow: openCalls.mayFollow,
  });
  const plugins = createPlugins({
    found,
    registry,
    isEnabled: (id) => store.plugins.get(id)?.enabled ?? true,
    setEnabled: store.plugins.setEnabled,
    makeCtx: ctxs.make,
    changed: store.plugins.changed,
    activationMs,
    log: f.logFile.scope('plugins'),
  });
  f.closers.add('plugins', plugins.stop);
  return {
    registry,
    plugins,
    trialKeys,
    secretTickets,
    openCalls,
    /** Something of this kind was added or is gone. */
    onContribution: changed.on,
    settingsChanged: ctxs.settingsChanged,
    trialCtx: ctxs.trial,
    // From the manifest: an old answer keeps its label when the plugin is off.
    isNoAi: (provider: string): boolean =>
      plugins.list().some(({ manifest }) => manifest?.contributes.some((c) => c.kind === 'provider' && c.id === provider && c.noAi)),
  };
};
export type Extensions = ReturnType<typeof createExtensions>;
