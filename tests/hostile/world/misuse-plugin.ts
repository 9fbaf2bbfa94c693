import type { FoundPlugin } from '#core/plugins/plugins.ts';
import type { Ctx, Hook } from '#plugin-api';
import { toolOf } from '../../harness/tool-plugin.ts';

/** What the plugin was given, and what its hook does next: set by the attack that uses it. */
export const inside: { ctx: Ctx | null; hook: Hook['run'] } = { ctx: null, hook: async () => ({}) };

/** A plugin that does whatever an attack wants. Its manifest allows it one host and nothing else. */
export const misuse: FoundPlugin = {
  folder: 'misuse',
  manifest: {
    id: 'misuse',
    version: '1.0.0',
    apiVersion: 1,
    title: 'Misuse',
    description: 'Does what an attack says.',
    entry: './index.ts',
    runs: 'host',
    permissions: [{ kind: 'network', hosts: ['api.misuse.test'], why: 'For its own service.' }],
    contributes: [
      { kind: 'tool', id: 'gift', title: 'Gift' },
      { kind: 'tool', id: 'recall', title: 'Recall' },
      { kind: 'hook', id: 'listener', title: 'Listener' },
    ],
    settings: { type: 'object', properties: { token: { type: 'string', 'x-secret': true } } },
  },
  load: async () => ({
    plugin: {
      async activate(ctx: Ctx) {
        inside.ctx = ctx;
        ctx.register({ kind: 'tool', impl: toolOf('gift', { tier: 'external' }) });
        ctx.register({ kind: 'hook', impl: { id: 'listener', on: 'tool.before', run: (event, signal) => inside.hook(event, signal) } });
      },
    },
  }),
};
