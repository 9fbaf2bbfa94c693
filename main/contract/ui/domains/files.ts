import { z } from 'zod';
import { fileChunkBytes } from '../../model/files.ts';
import { FileEntryView } from '../views.ts';
import { base, id } from './base.ts';

/** Relative to the folder of the workspace, '' for the folder itself. */
const path = z.string().max(4096);
const chunk = z.base64().max(Math.ceil((fileChunkBytes * 4) / 3) + 4);

/** The folder of a workspace. Nothing outside it is reached, by no link and no path. */
export const files = {
  list: base
    .input(
      z.object({
        workspaceId: id,
        path,
        sort: z.enum(['name', 'size', 'modified']).default('name'),
        descending: z.boolean().default(false),
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(500).default(200),
      }),
    )
    .output(
      z.object({
        entries: z.array(FileEntryView),
        total: z.number().int(),
        /** There are more than can be listed at all. */
        truncated: z.boolean(),
      }),
    ),
  read: base
    .input(
      z.object({
        workspaceId: id,
        path,
        offset: z.number().int().min(0).default(0),
        maxBytes: z.number().int().min(1).max(fileChunkBytes).default(fileChunkBytes),
      }),
    )
    .output(z.object({ base64: z.string(), size: z.number().int(), hash: z.string() })),
  /** Parts in order under one id of the client's; the file is written whole with the last one. */
  upload: base
    .input(
      z.object({
        workspaceId: id,
        uploadId: id,
        path,
        offset: z.number().int().min(0),
        base64: chunk,
        isLast: z.boolean(),
        replace: z.boolean().default(false),
      }),
    )
    .output(z.object({ received: z.number().int(), written: z.boolean() })),
  makeFolder: base.input(z.object({ workspaceId: id, path })).output(z.object({ made: z.literal(true) })),
  /** Into the trash of the workspace, for 30 days. */
  remove: base.input(z.object({ workspaceId: id, path })).output(z.object({ trashId: z.string() })),
  undoRemove: base.input(z.object({ workspaceId: id, path, trashId: id })).output(z.object({ restored: z.literal(true) })),
};
