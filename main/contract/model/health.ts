import { z } from 'zod';
import { healthDoors, healthFixes, healthStates, healthSubjects } from './health-words.ts';
import { Reason } from './reason.ts';

export const HealthRow = z.object({
  /** Stays the same while the thing does: "account:acct_1". */
  id: z.string(),
  subject: z.enum(healthSubjects),
  /** The name of the account, workspace, link or plugin; empty where there is one only. */
  name: z.string(),
  state: z.enum(healthStates),
  reason: Reason,
  /** When it began, or when it was last seen, UTC ms. */
  since: z.number().nullable(),
  /** When it is tried again by itself. */
  nextAt: z.number().nullable(),
  action: z.object({ kind: z.enum([...healthDoors, ...healthFixes]), target: z.string() }).nullable(),
});
export type HealthRow = z.infer<typeof HealthRow>;
export type HealthAction = NonNullable<HealthRow['action']>;
