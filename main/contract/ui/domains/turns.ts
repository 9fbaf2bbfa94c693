import { z } from 'zod';
import { TurnView } from '../views.ts';
import { base, id } from './base.ts';

export const turns = {
  get: base.input(z.object({ turnId: id })).output(TurnView),
  stop: base.input(z.object({ turnId: id })).output(z.object({ stopped: z.boolean() })),
  /** A new turn on the same messages. */
  retry: base.input(z.object({ turnId: id })).output(z.object({ queued: z.literal(true) })),
  output: base
    .input(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), offset: z.number().int().min(0).default(0) }))
    .output(z.object({ text: z.string(), totalBytes: z.number(), nextOffset: z.number().nullable() })),
};
