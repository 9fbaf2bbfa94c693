import { z } from 'zod';
import { HealthRow } from '../../model/health.ts';
import { healthFixes } from '../../model/health-words.ts';
import { base } from './base.ts';

export const health = {
  /** How everything stands, without asking anybody outside. */
  rows: base.output(z.array(HealthRow)),
  /** The same after a look at everything: each account is asked, database and audit log are read whole. */
  check: base.output(z.array(HealthRow)),
  /** What a row's button does. Answers with how everything stands then. */
  fix: base.input(z.object({ kind: z.enum(healthFixes), target: z.string().max(200) })).output(z.array(HealthRow)),
};
