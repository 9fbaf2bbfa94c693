import type { z } from 'zod';
import type { Attachment } from '#contract/model/files.ts';
import type { Chat, Question, Turn, Workspace } from '#contract/model/records.ts';
import type { Effect, Tier } from '#contract/model/states.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import type { Origin } from '../base/fence.ts';

export interface ToolFlows {
  readonly untrustedSource: boolean;
  readonly secretSource: boolean;
  readonly publicSink: boolean;
}
export const flowsOf = (tool: Pick<AgentTool, 'flows'>, workspace: Workspace): ToolFlows =>
  typeof tool.flows === 'function' ? tool.flows(workspace) : tool.flows;
export const noFlows: ToolFlows = { untrustedSource: false, secretSource: false, publicSink: false };

export interface ToolReach {
  readonly publicSink: boolean;
  readonly isFirstWord: boolean;
  readonly isUnasked: boolean;
}

/** Where a call comes from. Set by the host, never by the model. */
export interface ToolContext {
  readonly callId: string;
  readonly stepId: string;
  readonly turn: Turn;
  readonly workspace: Workspace;
  readonly chat: Chat;
  /** Outside text has reached this session or these files. */
  readonly tainted: boolean;
  /** Takes values that this workspace keeps out of a text. What is kept elsewhere than in the outcome's text goes through it. */
  readonly hide: (text: string) => string;
  /** Whether the call may go on at another address than the one that was decided upon: that is decided, too. */
  readonly mayFollow: (url: string) => boolean;
  /** Live output, for the eyes of the user. */
  readonly output: (text: string) => void;
}

export interface FileChange {
  readonly path: string;
  readonly beforeBlob: string | null;
  /** sha-256 of what was written. */
  readonly afterHash: string;
}

/** What really happened. `text` is what the model reads; the whole output may be in a blob. */
export interface ToolOutcome {
  readonly ok: boolean;
  readonly text: string;
  /** Our own words, on lines before the text. */
  readonly head?: string;
  /** The text is not in our words but from there: fenced where outside text may be in it. */
  readonly source?: Origin;
  readonly exitCode?: number | null;
  readonly outputBlob?: string | null;
  /** Shown to the model, when it sees. */
  readonly picture?: Attachment | null;
  /** What a file was before the call changed it: a person may take that back. Null: it was not there. */
  readonly change?: FileChange;
  /** Processes of the call may still be at work. */
  readonly unknown?: boolean;
  /** The text has outside text in it that the tool's flows do not say. */
  readonly untrusted?: boolean;
}
/** What a tool that asks for a secret says: that it is wanted, that it is there already, or that it cannot be. */
export type SecretWish =
  | { readonly kind: 'wanted'; readonly name: string; readonly why: string; readonly text: string }
  | { readonly kind: 'there' | 'refused'; readonly text: string };
/** What a call is about to be, or why it cannot be: said before anybody is asked. */
export type Resolved<T> = { readonly ok: true; readonly input: T } | { readonly ok: false; readonly text: string };

/** A tool of the agent, built in or from a plugin. */
export interface AgentTool {
  readonly name: string;
  /** Which plugin brought it; null or left out for a built-in one. */
  readonly pluginId?: string | null;
  readonly description: string;
  /** JSON Schema for the model. */
  readonly input: JsonObject;
  /** The same schema, enforced here. */
  readonly parse: z.ZodType<JsonObject>;
  /**
   * Replaces what is looked up (a name) by what it is (an id), before the decision. From then on only its result counts: it is
   * hashed, stored, shown and executed.
   */
  readonly resolve?: (
    input: JsonObject,
    context: Pick<ToolContext, 'chat' | 'workspace' | 'callId'>,
    signal: AbortSignal,
  ) => Resolved<JsonObject> | Promise<Resolved<JsonObject>>;
  /** What is known before `resolve` reads anything: it is decided upon first, so that nothing is read for a call that is denied. */
  readonly addressed?: (input: JsonObject, context: Pick<ToolContext, 'chat' | 'workspace'>) => Resolved<JsonObject>;
  readonly tier: Tier | ((input: JsonObject, context: Pick<ToolContext, 'chat' | 'workspace'>) => Tier);
  /** Of this workspace: a shell with a network brings text in and can carry it out. */
  readonly flows: ToolFlows | ((workspace: Workspace) => ToolFlows);
  /** Who would read what this call says, where it says something to people. */
  readonly reach?: (input: JsonObject, context: Pick<ToolContext, 'chat' | 'workspace' | 'turn'>) => ToolReach;
  readonly effect: Effect | ((input: JsonObject) => Effect);
  /** Reads or runs on files of the workspace: the session inherits their taint. */
  readonly readsFiles?: boolean;
  /** May change files of the workspace: they inherit what the session has met. */
  readonly writesFiles?: boolean;
  /** Asks a person instead of running; the outcome is made from the answers. */
  readonly questions?: (input: JsonObject) => readonly Question[];
  /** The secrets that a call is given: it is then a source of private data, whatever its flows say. */
  readonly secretsIn?: (input: JsonObject) => readonly string[];
  /** Asks the owner for a secret instead of running. The value never comes here; the outcome is `text`. */
  readonly secret?: (input: JsonObject, context: Pick<ToolContext, 'workspace'>) => SecretWish;
  /** Must honour the signal. Rejects only on bugs; expected failures are `ok: false`. */
  run(input: JsonObject, context: ToolContext, signal: AbortSignal): Promise<ToolOutcome>;
}
