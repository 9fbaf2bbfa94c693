import { z } from 'zod';

/** What fills a request, in estimated tokens. `files`: what tools brought and what people sent; `history`: what was said. */
export const PromptParts = z.object({
  instructions: z.number().int(),
  memory: z.number().int(),
  history: z.number().int(),
  files: z.number().int(),
  tools: z.number().int(),
});
export type PromptParts = z.infer<typeof PromptParts>;
