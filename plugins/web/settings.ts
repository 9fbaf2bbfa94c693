import { z } from 'zod';
import type { SecretRef } from '#plugin-api';

const webAddress = z
  .string()
  .trim()
  .max(500)
  .refine((text) => text === '' || /^https?:\/\/[^\s]+$/i.test(text), 'must begin with http:// or https://');
const secretRef: z.ZodType<SecretRef> = z.object({ secret: z.string(), purpose: z.string() });
export const defaultBraveUrl = 'https://api.search.brave.com';

/** The settings of plugin.json, with their defaults; an emptied field counts as not set. */
export const settingsSchema = z.object({
  searxngUrl: webAddress.default(''),
  braveKey: z
    .union([secretRef, z.literal(''), z.null()])
    .default(null)
    .transform((key) => key || null),
  braveUrl: webAddress.default(defaultBraveUrl).transform((url) => url || defaultBraveUrl),
});
export type Settings = z.infer<typeof settingsSchema>;
