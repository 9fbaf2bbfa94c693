import { z } from 'zod';

/** What a chat shows while the assistant works: nothing, "…" after three seconds, or at once. */
export const placeholders = ['off', 'delayed', 'at-once'] as const;
export type Placeholder = (typeof placeholders)[number];

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
};
/** Local times of day in an IANA zone between which a number sends nothing; null = none. */
export const QuietTimes = z.object({ from: timeOfDay, to: timeOfDay, zone: z.string().max(60).refine(isZone) }).nullable();
export type QuietTimes = z.infer<typeof QuietTimes>;

// No line break, and nothing invisible: it has to be seen.
export const Mark = z
  .string()
  .trim()
  .min(1)
  .max(16)
  .regex(/^[^\p{Cc}\n]*$/u)
  .refine((mark) => !/[⚙🛠]/u.test(mark) && /[^\s\p{Cf}\p{M}]/u.test(mark) && !/^[!/]/.test(mark));
