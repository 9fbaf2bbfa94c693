import { z } from 'zod';
import { uiSettingsChangeSchema, uiSettingsSchema } from '../../model/ui-settings-schema.ts';
import { base } from './base.ts';

/** One export of everything: where the archive lies on the host's computer and what is in it. */
export const ExportView = z.object({
  file: z.string(),
  bytes: z.number().int(),
  chats: z.number().int(),
  messages: z.number().int(),
  files: z.number().int(),
  /** Files that could not be read and are therefore not inside. */
  skipped: z.number().int(),
});
export type ExportView = z.infer<typeof ExportView>;

export const settings = {
  ui: base.output(uiSettingsSchema),
  setUi: base.input(uiSettingsChangeSchema).output(uiSettingsSchema),
  /** Writes an archive of everything but secrets into the data folder. */
  exportAll: base.output(ExportView),
};
