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
  run(input: JsonObject, call: ToolCall, signal: AbortSignal): AsyncIterable<ToolEvent>;
}
export interface ToolCall {
  readonly callId: string;
  readonly workspaceId: string;
  readonly key: SecretRef | null;
}
export type ToolEvent = { readonly output: string } | { readonly done: Result<{ text: string; files?: readonly BlobRef[] }> };
