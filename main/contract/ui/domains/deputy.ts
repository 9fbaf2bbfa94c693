import { z } from 'zod';
import { Reason } from '../../model/reason.ts';
import { base, id } from './base.ts';

/** Who judges outside text, what goes out, and commands after outside text. */
export const DeputyView = z.object({
  /** Null: nobody judges. */
  accountId: z.string().nullable(),
  /** Null: the account's own. */
  model: z.string().nullable(),
  /** Why it can judge nothing now, so that everything counts as flagged. */
  problem: Reason.nullable(),
  /** Workspaces whose words must not go to its account: nothing is judged there. */
  notIn: z.array(z.string()),
});
export type DeputyView = z.infer<typeof DeputyView>;

/** What judging a harmless sample came to. */
export const DeputyTrial = z.object({
  /** It answered in time with a verdict, and the right one. */
  ok: z.boolean(),
  reason: Reason,
  ms: z.number(),
  /** In millionths of a dollar; null when the price or the count is not known. */
  costMicros: z.number().nullable(),
});
export type DeputyTrial = z.infer<typeof DeputyTrial>;

export const deputy = {
  get: base.output(DeputyView),
  /** Owner's choice; without an account it is off. */
  set: base.input(z.strictObject({ accountId: id.nullable(), model: z.string().trim().min(1).max(200).nullable() })).output(DeputyView),
  /** Has the one that is chosen judge a harmless sample, for real. */
  test: base.output(DeputyTrial),
};
