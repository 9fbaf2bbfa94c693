import { z } from 'zod';
import type { JsonObject } from '#contract/model/transcript.ts';
import type { SecretRef, Tool } from '#plugin-api';
import { plainLine } from '../base/plain-text.ts';
import type { AgentTool } from './tool.ts';

const longestFailure = 1_000;

export interface PluginToolDeps {
  readonly key: (workspaceId: string) => SecretRef | null;
  /** The call runs, until what is returned is called. */
  readonly begin: (callId: string, mayFollow: (url: string) => boolean) => () => void;
}

/** A plugin's tool as the agent has it. Its JSON Schema is enforced here, before the plugin is called. */
export const pluginTool = (tool: Tool, { key, begin }: PluginToolDeps): AgentTool => ({
  name: tool.name,
  description: tool.description,
  input: tool.input,
  parse: z.fromJSONSchema(tool.input as Parameters<typeof z.fromJSONSchema>[0]) as z.ZodType<JsonObject>,
  tier: tool.tier,
  flows: tool.flows,
  effect: tool.effect,
  async run(input, context, signal) {
    const end = begin(context.callId, context.mayFollow);
    try {
      for await (const event of tool.run(
        input,
        { callId: context.callId, workspaceId: context.workspace.id, key: key(context.workspace.id) },
        signal,
      )) {
        if ('output' in event) context.output(event.output);
        else if (event.done.ok)
          return { ok: true, text: event.done.value.text, source: event.done.value.source ?? { what: `What ${tool.name} brought` } };
        // Its own words, on one line: nothing of it can pass for more than that.
        else return { ok: false, text: tool.flows.untrustedSource ? plainLine(event.done.text, longestFailure) : event.done.text };
      }
    } finally {
      end();
    }
    return { ok: false, text: `The tool ${tool.name} ended without a result.`, unknown: tool.effect === 'once' };
  },
});
