import { z } from 'zod';
import { colors } from '../../model/colors.ts';
import { Mark, placeholders, QuietTimes } from '../../model/sending.ts';
import { base, id } from './base.ts';

/** How words go out to messengers. */
export const SendingView = z.object({
  numbers: z.array(z.object({ id: z.string(), name: z.string(), color: z.enum(colors), quiet: QuietTimes })),
  workspaces: z.array(
    z.object({ id: z.string(), name: z.string(), color: z.enum(colors), placeholder: z.enum(placeholders), mark: z.string() }),
  ),
  /** The zone of this computer, to begin with. */
  zone: z.string(),
});
export type SendingView = z.infer<typeof SendingView>;

export const sending = {
  get: base.output(SendingView),
  setQuiet: base.input(z.object({ id, quiet: QuietTimes })).output(SendingView),
  setWorkspace: base.input(z.object({ id, placeholder: z.enum(placeholders).optional(), mark: Mark.optional() })).output(SendingView),
  /** Sends once more what may not have arrived, or could not be sent: everything of a message, or of a turn's answer. */
  again: base.input(z.object({ messageId: id.optional(), turnId: id.optional() })).output(z.object({ queued: z.number().int() })),
  /** A person has looked: what may not have arrived is there. */
  settle: base.input(z.object({ messageId: id.optional(), turnId: id.optional() })).output(z.object({ settled: z.number().int() })),
};
