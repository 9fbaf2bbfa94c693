import { z } from 'zod';
import { uploadPieceBytes } from '../../model/files.ts';
import { Reason } from '../../model/reason.ts';
import { uiSettingsChangeSchema, uiSettingsSchema } from '../../model/ui-settings-schema.ts';
import { base, id } from './base.ts';

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

/** What an import brought. */
export const ImportResult = z.object({
  /** By the names that they have here. */
  workspaces: z.array(z.string()),
  chats: z.number().int(),
  messages: z.number().int(),
  files: z.number().int(),
  /** Files whose names this computer cannot tell apart. */
  skipped: z.number().int(),
  /** They are off until a person switches them on. */
  tasks: z.number().int(),
  /** Accounts that came without the key that they need. */
  keysNeeded: z.array(z.string()),
  /** It took the place of what Pynchy began with, settings included. */
  replaced: z.boolean(),
  /** Where the first folder is now, when something lay in it. */
  aside: z.string().nullable(),
});
export type ImportResult = z.infer<typeof ImportResult>;
export const ImportView = z.object({
  state: z.enum(['idle', 'running', 'done', 'failed', 'cancelled']),
  /** Of the archive. */
  doneBytes: z.number(),
  totalBytes: z.number(),
  result: ImportResult.nullable(),
  reason: Reason.nullable(),
});
export type ImportView = z.infer<typeof ImportView>;

export const settings = {
  ui: base.output(uiSettingsSchema),
  setUi: base.input(uiSettingsChangeSchema).output(uiSettingsSchema),
  /**
   * Writes an archive of everything but secrets into the data folder. Folders of the owner's own, which may be large, go along
   * for the workspaces that are named.
   */
  exportAll: base.input(z.object({ ownFolders: z.array(id).max(1000).default([]) }).prefault({})).output(ExportView),
  /** A place for an archive that comes piece by piece; an upload that is not ended is forgotten at the next start. */
  beginImport: base.input(z.object({ bytes: z.number().int().min(1).max(0xffff_ffff) })).output(z.object({ uploadId: z.string() })),
  importPiece: base
    .input(
      z.object({ uploadId: id, offset: z.number().int().min(0), data: z.instanceof(Blob).refine(({ size }) => size <= uploadPieceBytes) }),
    )
    .output(z.object({ received: z.number().int() })),
  /**
   * Reads an export back in: one that was uploaded, or a file of the host's computer. Answers when it is done; the import ends
   * when the caller goes away. `importState` tells how far it is, and tells of changes as `settings`.
   */
  runImport: base
    .input(z.union([z.strictObject({ uploadId: id }), z.strictObject({ file: z.string().min(1).max(4096) })]))
    .output(ImportResult),
  importState: base.output(ImportView),
  cancelImport: base.output(z.object({ cancelled: z.boolean() })),
  /** The workspaces that work in such a folder, and how much lies there; null when it cannot be looked at now. */
  ownFolderSizes: base.output(z.array(z.object({ id, name: z.string(), folder: z.string(), bytes: z.number().nullable() }))),
};
