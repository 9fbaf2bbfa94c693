import { z } from 'zod';
import { base } from './base.ts';

export const audit = {
  list: base
    .input(z.object({ before: z.number().int().nullable().default(null), limit: z.number().int().min(1).max(500).default(100) }))
    .output(
      z.array(
        z.object({
          seq: z.number(),
          at: z.number(),
          actor: z.string(),
          /** The person behind it, as shown; null when it was nobody. */
          who: z.string().nullable(),
          /** Whether that person did it, or the assistant did with their authority. */
          by: z.enum(['person', 'agent', 'host']),
          workspaceId: z.string().nullable(),
          turnId: z.string().nullable(),
          decision: z.string(),
          rule: z.string(),
          outcome: z.string(),
          detail: z.string(),
        }),
      ),
    ),
  verify: base.output(z.object({ ok: z.boolean(), rows: z.number(), text: z.string() })),
};
