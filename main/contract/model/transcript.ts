import { z } from 'zod';

/**
 * The provider-neutral transcript: what the model is told and what it said.
 * An `opaque` block is a vendor's own (signatures, encrypted thinking); only the provider named in it gets it back.
 */
export const TextBlock = z.object({ type: z.literal('text'), text: z.string() });
export const ThinkingBlock = z.object({ type: z.literal('thinking'), text: z.string() });
export const ToolCallBlock = z.object({
  type: z.literal('tool-call'),
  id: z.string(),
  name: z.string(),
  /** Parsed input, or the raw text when it was not a JSON object (the tool stage answers that with an error). */
  input: z.record(z.string(), z.unknown()),
  invalidJson: z.string().optional(),
});
export const ToolResultBlock = z.object({
  type: z.literal('tool-result'),
  id: z.string(),
  text: z.string(),
  isError: z.boolean(),
});
export const OpaqueBlock = z.object({
  type: z.literal('opaque'),
  provider: z.string(),
  block: z.record(z.string(), z.unknown()),
});
/** A picture that lies in the workspace at `path`; its content is a blob. Only in `user` entries, only for models that see. */
export const ImageBlock = z.object({
  type: z.literal('image'),
  sha256: z.string(),
  mime: z.string(),
  bytes: z.number().int(),
  path: z.string(),
});
export const Block = z.discriminatedUnion('type', [TextBlock, ThinkingBlock, ToolCallBlock, ToolResultBlock, ImageBlock, OpaqueBlock]);
export type Block = z.infer<typeof Block>;
export type ToolCallBlock = z.infer<typeof ToolCallBlock>;
export type ImageBlock = z.infer<typeof ImageBlock>;
export type ToolResultBlock = z.infer<typeof ToolResultBlock>;

/** One entry of the transcript. Tool results travel in a `user` entry; neighbours never have the same role. */
export interface TranscriptEntry {
  readonly role: 'user' | 'assistant';
  readonly blocks: readonly Block[];
}

/** A tool as the model sees it. `input` is a JSON Schema of type object. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly input: JsonObject;
}
export type JsonObject = { readonly [key: string]: unknown };

/** One model call. `system`, `tools` and the older entries are byte-stable between calls of a session (prompt caching). */
export interface ModelRequest {
  readonly model: string;
  readonly system: string;
  readonly tools: readonly ToolSpec[];
  readonly transcript: readonly TranscriptEntry[];
  readonly maxOutputTokens: number;
}

export const Usage = z.object({
  in: z.number().int().nonnegative(),
  out: z.number().int().nonnegative(),
  cacheRead: z.number().int().nonnegative(),
  cacheWrite: z.number().int().nonnegative(),
});
/** Token counts of one call. Total input = in + cacheRead + cacheWrite. */
export type Usage = z.infer<typeof Usage>;
export const noUsage: Usage = { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 };
