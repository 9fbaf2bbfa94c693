import { oc } from '@orpc/contract';
import { z } from 'zod';

const errors = {
  APP: {
    data: z.object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      text: z.string(),
    }),
  },
};

/** A procedure whose expected failures are AppErrors with a sentence. */
export const base = oc.errors(errors);
export const id = z.string().min(1).max(80);
export const name = z.string().min(1).max(60);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
