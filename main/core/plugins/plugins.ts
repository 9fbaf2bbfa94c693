import { messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { type Contribution, type Ctx, type Manifest, manifestSchema, type Plugin, type Result } from '#plugin-api';
import { within } from '../base/abort.ts';
import type { Log } from '../base/log.ts';
import { contributionId, type Registry } from './registry.ts';

/** A plugin as it was found: its manifest as read (not yet checked) and how to load its code. */
export interface FoundPlugin {
  readonly folder: string;
  readonly manifest: unknown;
  readonly load: () => Promise<{ plugin?: unknown }>;
}
export interface PluginState {
  readonly id: string;
  readonly manifest: Manifest | null;
  readonly enabled: boolean;
  readonly state: 'active' | 'disabled' | 'failed' | 'activating';
  readonly reason: Reason | null;
}

export interface PluginsDeps {
  readonly found: readonly FoundPlugin[];
  readonly registry: Registry;
  readonly isEnabled: (id: string) => boolean;
  readonly setEnabled: (id: string, enabled: boolean) => void;
  readonly makeCtx: (manifest: Manifest, signal: AbortSignal, register: Ctx['register']) => Ctx;
  readonly changed: (id: string) => void;
  readonly activationMs: number;
  readonly log: Log;
}

/** Discover, check, load, scope, dispose. One broken plugin is reported and skipped; the others and the host go on. */
export const createPlugins = (deps: PluginsDeps) => {
  const states = new Map<string, PluginState>();
  const loads = new Map<string, FoundPlugin>();
  const live = new Map<string, { abort: AbortController; undo: (() => void)[] }>();
  const running = new Map<string, { plugin: Plugin; ctx: Ctx }>();

  const set = (state: PluginState): void => {
    states.set(state.id, state);
    deps.changed(state.id);
  };

  for (const found of deps.found) {
    const parsed = manifestSchema.safeParse(found.manifest);
    if (!parsed.success) {
      const id = `folder-${found.folder}`;
      states.set(id, {
        id,
        manifest: null,
        enabled: true,
        state: 'failed',
        reason: reason('manifest-invalid', {
          folder: found.folder,
          detail: parsed.error.issues
            .map((i) => `${i.path.join('.')}: ${i.message}`)
            .join('; ')
            .slice(0, 500),
        }),
      });
      continue;
    }
    const { id } = parsed.data;
    if (states.has(id)) {
      const twin = `${id} (${found.folder})`;
      states.set(twin, {
        id: twin,
        manifest: parsed.data,
        enabled: true,
        state: 'failed',
        reason: reason('plugin-id-taken', { id, folder: found.folder }),
      });
      continue;
    }
    loads.set(id, found);
    states.set(id, { id, manifest: parsed.data, enabled: deps.isEnabled(id), state: 'disabled', reason: null });
  }

  const activate = async (id: string): Promise<void> => {
    const found = loads.get(id);
    const manifest = states.get(id)?.manifest;
    if (!found || !manifest || live.has(id)) return;
    const scope = { abort: new AbortController(), undo: [] as (() => void)[] };
    live.set(id, scope);
    set({ id, manifest, enabled: true, state: 'activating', reason: null });
    const register = (contribution: Contribution) => {
      const declared = manifest.contributes.some(
        (c) =>
          c.kind === contribution.kind &&
          (contribution.kind === 'tool'
            ? c.id === contributionId(contribution).replaceAll('_', '-')
            : c.id === contributionId(contribution)),
      );
      if (!declared)
        throw new Error(`it registers the ${contribution.kind} "${contributionId(contribution)}", which its plugin.json does not name`);
      if (scope.abort.signal.aborted) throw new Error('it was disabled meanwhile');
      const undo = deps.registry.add(id, contribution);
      scope.undo.push(undo);
      return { dispose: async () => undo() };
    };
    try {
      const work = (async () => {
        const { plugin } = await found.load();
        if (!plugin || typeof (plugin as Plugin).activate !== 'function') throw new Error('its entry exports no plugin');
        const ctx = deps.makeCtx(manifest, scope.abort.signal, register);
        await (plugin as Plugin).activate(ctx);
        if (!scope.abort.signal.aborted) running.set(id, { plugin: plugin as Plugin, ctx });
      })();
      await within(deps.activationMs, work, () => new Error(`it did not start within ${deps.activationMs / 1000} s`));
      if (live.get(id) !== scope) return;
      set({ id, manifest, enabled: true, state: 'active', reason: null });
      deps.log('info', 'plugin active', { plugin: id });
    } catch (error) {
      undoAll(scope);
      // It was turned off, or off and on again, while it started: that state stands.
      if (live.get(id) !== scope) return;
      live.delete(id);
      deps.log('error', 'plugin failed', { plugin: id, error: messageOf(error) });
      set({
        id,
        manifest,
        enabled: true,
        state: 'failed',
        reason: reason('plugin-failed', { plugin: id, detail: messageOf(error).slice(0, 500) }),
      });
    }
  };
  const undoAll = (scope: { abort: AbortController; undo: (() => void)[] }): void => {
    scope.abort.abort(new Error('the plugin was disabled'));
    for (const undo of scope.undo.reverse()) undo();
  };

  return {
    list: (): PluginState[] => [...states.values()],
    get: (id: string): PluginState | null => states.get(id) ?? null,
    /** Whether the plugin runs and can try settings before they are saved. */
    canTest: (id: string): boolean => typeof running.get(id)?.plugin.testSettings === 'function',
    /** `trial` makes the ctx that gives what is to be tried. Null when the plugin cannot do it now. */
    async test(id: string, trial: (manifest: Manifest, ctx: Ctx) => Ctx, signal: AbortSignal): Promise<Result<{ text: string }> | null> {
      const now = running.get(id);
      const manifest = states.get(id)?.manifest;
      if (!manifest || !now?.plugin.testSettings) return null;
      return now.plugin.testSettings(trial(manifest, now.ctx), AbortSignal.any([signal, now.ctx.signal]));
    },
    /** Resolves when every enabled plugin is active or failed. */
    async start(): Promise<void> {
      await Promise.all([...loads.keys()].filter((id) => states.get(id)?.enabled).map(activate));
    },
    async enable(id: string): Promise<void> {
      deps.setEnabled(id, true);
      await activate(id);
    },
    /** Everything it registered is gone when this returns; it is remembered. */
    disable(id: string): void {
      deps.setEnabled(id, false);
      const scope = live.get(id);
      if (scope) undoAll(scope);
      live.delete(id);
      running.delete(id);
      const state = states.get(id);
      if (state) set({ ...state, enabled: false, state: 'disabled', reason: null });
    },
    stop(): void {
      for (const scope of live.values()) undoAll(scope);
      live.clear();
      running.clear();
    },
  };
};
export type Plugins = ReturnType<typeof createPlugins>;
