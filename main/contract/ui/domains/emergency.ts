import { z } from 'zod';
import { base } from './base.ts';

/** Something that goes on when the stop is released. */
export const HeldItem = z.object({
  id: z.string(),
  /** delivery: leaves this computer. turn: the assistant takes it up again. message: begins a turn. task: is due. */
  kind: z.enum(['delivery', 'turn', 'message', 'task']),
  /** Where it goes or works: the chat and its workspace, as shown. */
  where: z.string(),
  text: z.string(),
  /** UTC ms. */
  at: z.number(),
  /** A delivery that was on its way: the network may have it. */
  mayBeSent: z.boolean(),
});
export type HeldItem = z.infer<typeof HeldItem>;

export const EmergencyView = z.object({
  /** UTC ms and the name of who stopped everything; null while nothing is stopped. */
  on: z.object({ at: z.number(), by: z.string(), isKept: z.boolean() }).nullable(),
  held: z.array(HeldItem),
});
export type EmergencyView = z.infer<typeof EmergencyView>;

export const emergency = {
  get: base.output(EmergencyView),
  /** Everything stops now. Said twice, it is done once more. */
  stop: base.output(z.object({ turns: z.number().int(), frozen: z.number().int(), ended: z.number().int() })),
  /**
   * Ends it. `seen` are the items that the person was shown; AppError emergency-more-held when there are others by now.
   * `drop` (of those) never happen.
   */
  release: base.input(z.object({ seen: z.array(z.string()).max(5_000), drop: z.array(z.string()).max(5_000) })).output(EmergencyView),
};
