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
