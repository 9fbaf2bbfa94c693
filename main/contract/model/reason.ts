import { z } from 'zod';

/** Why something is as it is: a kebab-case code and its parameters. Sentences are made at the edge (contract/text). */
export const Reason = z.object({
  code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
});
export type Reason = z.infer<typeof Reason>;

export const reason = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });
