import { z } from 'zod';

/**
 * When a message in a chat is meant for the assistant: always, or when it is addressed (by `@name`, a mention of the
 * assistant's number, or a reply to one of its messages). `names` null: the workspace's name and the assistant's.
 */
export const Trigger = z.object({
  when: z.enum(['addressed', 'always']),
  names: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(40)
        .regex(/^[^@\s][^@\n]*$/),
    )
    .max(10)
    .nullable(),
});
export type Trigger = z.infer<typeof Trigger>;

/** What the assistant is called everywhere. */
export const assistantName = 'Pynchy';

/** Who may start and steer turns in a chat beside the owner: the members that were chosen, or everybody there. */
export const starters = ['chosen', 'everybody'] as const;
export type Starters = (typeof starters)[number];
