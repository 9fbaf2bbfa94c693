import type { z } from 'zod';
import type { Chat, Question, Turn, Workspace } from '#contract/model/records.ts';
import type { Effect, Tier } from '#contract/model/states.ts';
import type { JsonObject } from '#contract/model/transcript.ts';

export interface ToolFlows {
  readonly untrustedSource: boolean;
  readonly secretSource: boolean;
  readonly publicSink: boolean;
}
export const flowsOf = (tool: Pick<AgentTool, 'flows'>, workspace: Workspace): ToolFlows =>
  typeof tool.flows === 'function' ? tool.flows(workspace) : tool.flows;
export const noFlows: ToolFlows = { untrustedSource: false, secretSource: false, publicSink: false };

/** Where a call comes from. Set by the host, never by the model. */
export interface ToolContext {
  readonly callId: string;
  readonly stepId: string;
  readonly turn: Turn;
  readonly workspace: Workspace;
  readonly chat: Chat;
  /** Outside text has reached this session or these files. */
  readonly tainted: boolean;
  /** Live output, for the eyes of the user. */
  readonly output: (text: string) => void;
}

/** What really happened. `text` is what the model reads; the whole output may be in a blob. */
export interface ToolOutcome {
  readonly ok: boolean;
  readonly text: string;
  readonly exitCode?: number | null;
  readonly outputBlob?: string | null;
  /** Processes of the call may still be at work. */
  readonly unknown?: boolean;
  /** The text has outside text in it that the tool's flows do not say. */
  readonly untrusted?: boolean;
}
/** What a call is about to be, or why it can not be: said before anybody is asked. */
export type Resolved<T> = { readonly ok: true; readonly input: T } | { readonly ok: false; readonly text: string };

/** A tool of the agent, built in or from a plugin. */
export interface AgentTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema for the model. */
  readonly input: JsonObject;
  /** The same schema, enforced here. */
  readonly parse: z.ZodType<JsonObject>;
  /**
   * Replaces what is looked up (a name) by what it is (an id), before the decision. From then on only its result counts: it is
   * hashed, stored, shown and executed.
   */
  readonly resolve?: (input: JsonObject, context: Pick<ToolContext, 'chat' | 'workspace'>) => Resolved<JsonObject>;
  readonly tier: Tier | ((input: JsonObject, context: Pick<ToolContext, 'chat' | 'workspace'>) => Tier);
  /** Of this workspace: a shell with a network brings text in and can carry it out. */
  readonly flows: ToolFlows | ((workspace: Workspace) => ToolFlows);
  readonly effect: Effect | ((input: JsonObject) => Effect);
  /** Reads or runs on files of the workspace: the session inherits their taint. */
  readonly readsFiles?: boolean;
  /** May change files of the workspace: they inherit what the session has met. */
  readonly writesFiles?: boolean;
  /** Asks a person instead of running; the outcome is made from the answers. */
  readonly questions?: (input: JsonObject) => readonly Question[];
  /** Must honour the signal. Rejects only on bugs; expected failures are `ok: false`. */
  run(input: JsonObject, context: ToolContext, signal: AbortSignal): Promise<ToolOutcome>;
}
