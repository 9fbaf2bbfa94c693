import { z } from 'zod';

/** The settings of plugin.json, with their defaults. */
export const settingsSchema = z.object({
  firstAnswerTimeoutSeconds: z.number().positive().max(290).default(180),
  idleTimeoutSeconds: z.number().positive().max(290).default(60),
});
export type Settings = z.infer<typeof settingsSchema>;
