import { z } from 'zod';
import { AskView } from '../views.ts';
import { base, id } from './base.ts';

export const asks = {
  list: base.input(z.object({ state: z.enum(['pending', 'all']).default('pending') })).output(z.array(AskView)),
  answer: base
    .input(
      z.object({
        id: id.describe('ask id or its six characters'),
        decision: z.enum(['approve', 'deny', 'answer']),
        answers: z.array(z.string().max(20_000)).default([]),
      }),
    )
    .output(AskView),
  /** Of one that ran out: the assistant decides anew, in a new turn on the same messages. The call that was asked for is never run. */
  again: base.input(z.object({ id })).output(z.object({ queued: z.literal(true) })),
};
