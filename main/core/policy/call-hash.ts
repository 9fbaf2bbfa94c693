import { createHash } from 'node:crypto';
import type { JsonObject } from '#contract/model/transcript.ts';

/** Binds an approval to the exact call, workspace and turn: whatever differs has another hash. */
export const callHash = (c: { tool: string; input: JsonObject; workspaceId: string; turnId: string; callId: string }): string =>
  createHash('sha256')
    .update(JSON.stringify([c.tool, canonical(c.input), c.workspaceId, c.turnId, c.callId]))
    .digest('hex');

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([k, v]) => [k, canonical(v)]),
    );
  return value;
};
