import { AppError } from '#contract/errors.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Store } from '../store/store.ts';
import { markUndone, undoableChange } from '../store/transitions/file-changes.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** Puts a file back as it was before a tool changed it. Throws change-too-old, change-undone or change-overwritten. */
export const createFileUndo =
  ({ store, clock, files, blobs }: { store: Store; clock: Clock; files: WorkspaceFiles; blobs: Blobs }) =>
  async (stepId: string): Promise<void> => {
    const { workspaceId, path, beforeBlob, afterHash } = undoableChange(store.db, stepId, clock.now());
    const before = beforeBlob === null ? null : blobs.read(beforeBlob, 0, blobs.size(beforeBlob));
    if (!(await files.putBack({ workspaceId, path, afterHash, before }))) throw new AppError('change-overwritten', { path });
    markUndone(store.db, { stepId, messageId: newId('msg', clock.now()) }, clock.now());
  };
