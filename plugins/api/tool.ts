import type { Effect, Tier } from '../../main/contract/model/states.ts';
import type { JsonObject } from '../../main/contract/model/transcript.ts';
import type { BlobRef, Result, SecretRef } from './values.ts';

/** A tool of a plugin. It runs on the host; `input` was validated against its schema, and policy has said yes. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: JsonObject;
  readonly tier: Tier;
  readonly flows: { readonly untrustedSource: boolean; readonly secretSource: boolean; readonly publicSink: boolean };
  readonly effect: Effect;
  /**
   * Its input has `url` and `headers`, and values of headers may name secrets of the workspace as {{NAME}}. The tool gets
   * something else in their place and passes it to `ctx.fetch` as it is, which puts the value in for hosts that the owner named.
   */
  readonly secretHeaders?: boolean;
  run(input: JsonObject, call: ToolCall, signal: AbortSignal): AsyncIterable<ToolEvent>;
}
export interface ToolCall {
  readonly callId: string;
  readonly workspaceId: string;
  readonly key: SecretRef | null;
}
export type ToolEvent = { readonly output: string } | { readonly done: Result<ToolResult> };
/** A tool with the flow untrustedSource gives text as others wrote it: the host fences it with its origin. A failure is in the plugin's own words. */
export interface ToolResult {
  readonly text: string;
  readonly files?: readonly BlobRef[];
  /** What the text is ("Web page"), where it comes from, and the plugin's own remarks. */
  readonly source?: { readonly what: string; readonly origin?: string; readonly notes?: readonly string[] };
}
