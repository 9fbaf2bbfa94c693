import { z } from 'zod';

/** The settings of plugin.json, with their defaults. */
export const settingsSchema = z.object({
  idleTimeoutSeconds: z.number().positive().max(290).default(60),
  thinking: z.enum(['off', 'adaptive']).default('off'),
});
export type Settings = z.infer<typeof settingsSchema>;
