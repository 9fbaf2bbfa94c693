import { z } from 'zod';

/** The settings of plugin.json; an emptied field counts as not set. */
export const settingsSchema = z.object({
  address: z.string().trim().max(500).default(''),
  image: z.string().trim().max(300).default(''),
});
export type Settings = z.infer<typeof settingsSchema>;
