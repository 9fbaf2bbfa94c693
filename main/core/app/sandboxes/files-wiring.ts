import type { Registry } from '../../plugins/registry.ts';
import type { Sandboxes } from '../../sandbox/ports.ts';
import { createIncomingFiles } from '../../services/incoming-files.ts';
import { createOutgoingFiles } from '../../services/outgoing-files.ts';
import { createUploads } from '../../services/uploads.ts';
import { openWorkspaceDisk, type WorkspaceDisk } from '../../services/workspace-disk.ts';
import type { WorkspacesService } from '../../services/workspaces.ts';
import { createBlobRefs, draftFiles } from '../../store/blob-refs.ts';
import { createMissingFiles } from '../../store/missing-files.ts';
import type { Foundation } from '../foundation.ts';

/** Files that people send, from a window and from messengers, on their way into workspaces; and those that go out. */
export const wireFiles = (
  f: Foundation,
  p: { registry: Registry; sandboxes: Sandboxes; workspaces: WorkspacesService; stopping: AbortSignal },
) => {
  const { clock, store } = f;
  const refs = createBlobRefs(store.db, clock.now);
  const disk = (workspaceId: string): WorkspaceDisk =>
    p.sandboxes.running(workspaceId) ?? openWorkspaceDisk(p.workspaces.usableFolder(workspaceId));
  const uploads = createUploads({
    blobs: f.blobs,
    refs,
    draftFiles: (chatId) => draftFiles(store.db, chatId),
    toolbox: p.sandboxes.acquire,
    disk,
    clock,
  });
  const incomingFiles = createIncomingFiles({
    channel: (kind) => p.registry.find('channel', kind),
    place: uploads.placeOne,
    missing: createMissingFiles(store.db),
    clock,
    zone: f.zone,
    stopping: p.stopping,
    log: f.logFile.scope('files'),
  });
  return { uploads, incomingFiles, outgoingFiles: createOutgoingFiles({ disk, blobs: f.blobs, refs }) };
};
