import { z } from 'zod';
import { Reason } from './reason.ts';

/** Where something stands in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a profile. */
export const ProfileFault = z.object({
  /** Such as `tools.names.0`; empty for the whole. */
  path: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  reason: Reason,
});
export type ProfileFault = z.infer<typeof ProfileFault>;
