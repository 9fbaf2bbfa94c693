import type { FoundPlugin } from '#core/plugins/plugins.ts';
import type { Hook, Tool } from '#plugin-api';

const noFlows = { untrustedSource: false, secretSource: false, publicSink: false };

/** A tool without input that does what `run` says; a read without flows unless told otherwise. */
export const toolOf = (name: string, o: Partial<Tool> = {}): Tool => ({
  name,
  description: name,
  input: { type: 'object', properties: {} },
  tier: 'read',
  flows: noFlows,
  effect: 'none',
  async *run() {
    yield { done: { ok: true, value: { text: `${name} done` } } };
  },
  ...o,
});

/** What reads and what sends, without a network. */
export const outsideText: Tool = toolOf('outside_text', { flows: { ...noFlows, untrustedSource: true } });
export const publicSink: Tool = toolOf('public_sink', { flows: { untrustedSource: true, secretSource: false, publicSink: true } });

/** A plugin that brings these tools and hooks. */
export const toolPlugin = (o: { tools?: readonly Tool[]; hooks?: readonly Hook[] }): FoundPlugin => ({
  folder: 'under-test',
  manifest: {
    id: 'under-test',
    version: '1.0.0',
    apiVersion: 1,
    title: 'Under test',
    description: 'Tools of a test.',
    entry: './index.ts',
    runs: 'host',
    permissions: [],
    contributes: [
      ...(o.tools ?? []).map((t) => ({ kind: 'tool', id: t.name.replaceAll('_', '-'), title: t.name })),
      ...(o.hooks ?? []).map((h) => ({ kind: 'hook', id: h.id, title: h.id })),
    ],
  },
  load: async () => ({
    plugin: {
      activate: async (ctx: { register(c: object): void }) => {
        for (const impl of o.tools ?? []) ctx.register({ kind: 'tool', impl });
        for (const impl of o.hooks ?? []) ctx.register({ kind: 'hook', impl });
      },
    },
  }),
});
