import { z } from 'zod';
import type { Memory } from '#contract/model/records.ts';
import { plainLine } from '../base/plain-text.ts';
import { defineTool } from './define.ts';
import { type AgentTool, noFlows } from './tool.ts';

export interface MemoryToolDeps {
  put(m: { workspaceId: string | null; key: string; text: string; tainted: boolean; stepId: string }): 'created' | 'replaced';
  forget(workspaceId: string, key: string): boolean;
  search(workspaceId: string, query: string, limit: number): Memory[];
  list(workspaceId: string): Memory[];
}

/** What the agent keeps beyond a session. Memory is read by other sessions, so a tainted session's entries are marked. */
export const memoryTools = (deps: MemoryToolDeps): AgentTool[] => [
  defineTool({
    name: 'remember',
    description: 'Keep a fact for later sessions of this workspace. The same key replaces the old text.',
    schema: z.object({
      key: z.string().min(1).max(100),
      text: z.string().min(1).max(5000),
      everywhere: z.boolean().default(false).describe('For all workspaces; only from the admin workspace'),
    }),
    tier: 'write',
    flows: noFlows,
    effect: 'idempotent',
    async run(input, context) {
      if (input.everywhere && !context.workspace.isAdmin)
        return { ok: false, text: 'Only the admin workspace can keep something for all workspaces.' };
      const outcome = deps.put({
        workspaceId: input.everywhere ? null : context.workspace.id,
        key: input.key,
        text: input.text,
        tainted: context.tainted,
        stepId: context.stepId,
      });
      return { ok: true, text: outcome === 'created' ? `remembered "${input.key}"` : `replaced what was remembered as "${input.key}"` };
    },
  }),
  defineTool({
    name: 'recall',
    description: 'Search what was remembered. An empty query lists everything.',
    schema: z.object({ query: z.string().max(500).default(''), limit: z.number().int().min(1).max(50).default(10) }),
    tier: 'read',
    flows: { ...noFlows, secretSource: true },
    effect: 'none',
    async run(input, context) {
      const found =
        input.query.trim() === ''
          ? deps.list(context.workspace.id).slice(0, input.limit)
          : deps.search(context.workspace.id, input.query, input.limit);
      return {
        ok: true,
        untrusted: found.some((m) => m.tainted),
        source: { what: 'Memories, some of them noted after outside text was read' },
        text:
          found.length === 0
            ? 'nothing is remembered about that'
            : found.map((m) => `${plainLine(m.key, 100)}: ${m.text}${m.tainted ? ' [noted after reading outside text]' : ''}`).join('\n'),
      };
    },
  }),
  defineTool({
    name: 'forget',
    description: 'Delete what was remembered under a key.',
    schema: z.object({ key: z.string().min(1).max(100) }),
    tier: 'write',
    flows: noFlows,
    effect: 'idempotent',
    run: async (input, context) =>
      deps.forget(context.workspace.id, input.key)
        ? { ok: true, text: `forgot "${input.key}"` }
        : { ok: false, text: `nothing is remembered as "${input.key}"` },
  }),
];
