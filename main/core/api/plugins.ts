import { AppError } from '#contract/errors.ts';
import type { PluginView } from '#contract/ui/host-views.ts';
import type { PluginState } from '../plugins/plugins.ts';
import { splitSecrets } from '../plugins/settings.ts';
import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

const testMs = 30_000;

export const pluginRoutes = (os: Base, { plugins, store, vault, redactor, pluginSettingsChanged, trialCtx, log }: ApiDeps) => {
  const view = (p: PluginState): PluginView => ({
    id: p.id,
    title: p.manifest?.title ?? p.id,
    description: p.manifest?.description ?? '',
    version: p.manifest?.version ?? '',
    enabled: p.enabled,
    state: p.state,
    reason: p.reason,
    permissions: (p.manifest?.permissions ?? []).map(({ kind, why }) => ({ kind, why })),
    contributes: [...(p.manifest?.contributes ?? [])],
    settingsSchema: p.manifest?.settings ? { ...p.manifest.settings } : null,
    settings: store.plugins.get(p.id)?.settings ?? {},
    canTest: plugins.canTest(p.id),
  });
  const must = (id: string): PluginState => {
    const plugin = plugins.get(id);
    if (!plugin) throw new AppError('not-found', { what: 'plugin', name: id });
    return plugin;
  };
  return {
    list: os.plugins.list.handler(() => plugins.list().map(view)),
    setEnabled: os.plugins.setEnabled.handler(async ({ input }) => {
      must(input.id);
      if (input.enabled) await plugins.enable(input.id);
      else plugins.disable(input.id);
      return view(must(input.id));
    }),
    test: os.plugins.test.handler(async ({ input, signal }) => {
      const { manifest } = must(input.id);
      if (!manifest?.settings) throw new AppError('bad-input', { detail: 'This plugin has no settings.' });
      const { values, secrets } = splitSecrets(input.id, manifest.settings, input.settings);
      for (const secret of secrets) redactor.add(secret.value);
      const typed = new Map(secrets.map(({ name, value }) => [name, value]));
      const until = AbortSignal.any([AbortSignal.timeout(testMs), ...(signal ? [signal] : [])]);
      const tried = await plugins.test(input.id, (of, ctx) => trialCtx(of, ctx, values, typed), until);
      if (tried === null) throw new AppError('not-available', { why: 'This plugin cannot be tried before its settings are saved.' });
      log('info', 'plugin settings tried', { plugin: input.id, ok: tried.ok });
      return tried.ok ? { ok: true, text: tried.value.text } : { ok: false, text: tried.text };
    }),
    saveSettings: os.plugins.saveSettings.handler(({ input }) => {
      const { manifest } = must(input.id);
      if (!manifest?.settings) throw new AppError('bad-input', { detail: 'This plugin has no settings.' });
      const { values, secrets } = splitSecrets(input.id, manifest.settings, input.settings);
      for (const secret of secrets) {
        redactor.add(secret.value);
        vault.put(secret.name, secret.value, secret.purpose);
      }
      store.plugins.saveSettings(input.id, values);
      pluginSettingsChanged(input.id);
      return view(must(input.id));
    }),
  };
};
