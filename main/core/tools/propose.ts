import type { Chat, Session, Turn, Workspace } from '#contract/model/records.ts';
import type { Tier } from '#contract/model/states.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import { type AgentTool, flowsOf, type ToolFlows } from './tool.ts';

/** A call as the policy looks at it, before it is decided. */
export interface Proposed {
  readonly tool: string;
  readonly pluginId: string | null;
  readonly tier: Tier;
  readonly flows: ToolFlows;
  readonly taint: { readonly untrusted: boolean; readonly secret: boolean };
  readonly workspace: string;
  readonly carriesSecrets: boolean;
  readonly isFirstWord?: boolean;
  readonly isUnasked?: boolean;
}
export interface ProposeSite {
  readonly turn: Turn;
  readonly workspace: Workspace;
  readonly chat: Chat;
  readonly session: Pick<Session, 'taint'>;
  /** Whether the files of this workspace count as private data. */
  readonly filesAreSecret: boolean;
}

/** What a tool brings in and carries out in this workspace. */
export const flowsHere = (tool: AgentTool, workspace: Workspace, filesAreSecret: boolean): ToolFlows => {
  const flows = flowsOf(tool, workspace);
  return tool.readsFiles && !filesAreSecret ? { ...flows, secretSource: false } : flows;
};

/** Whether the call gets secrets of its workspace. */
export const isGivenSecrets = (tool: AgentTool, input: JsonObject): boolean => (tool.secretsIn?.(input).length ?? 0) > 0;

/** Everything the decision needs of this call; `input` is what was resolved. */
export const propose = (tool: AgentTool, input: JsonObject, site: ProposeSite): Proposed => {
  const { chat, workspace, session, turn } = site;
  const { publicSink = false, ...reach } = tool.reach?.(input, { chat, workspace, turn }) ?? {};
  const own = flowsHere(tool, workspace, site.filesAreSecret);
  return {
    tool: tool.name,
    pluginId: tool.pluginId ?? null,
    tier: typeof tool.tier === 'function' ? tool.tier(input, { chat, workspace }) : tool.tier,
    flows: { ...own, secretSource: own.secretSource || isGivenSecrets(tool, input), publicSink: own.publicSink || publicSink },
    taint: {
      untrusted: !!session.taint?.untrusted || !!(tool.readsFiles && workspace.taint?.untrusted),
      secret: !!session.taint?.secret || !!(tool.readsFiles && workspace.taint?.secret),
    },
    workspace: workspace.name,
    carriesSecrets: isGivenSecrets(tool, input),
    ...reach,
  };
};
