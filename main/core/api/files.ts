import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const fileRoutes = (os: Base, { files }: ApiDeps) => ({
  list: os.files.list.handler(({ input }) => files.list(input)),
  read: os.files.read.handler(({ input }) => files.read(input)),
  upload: os.files.upload.handler(({ input }) => files.upload(input)),
  makeFolder: os.files.makeFolder.handler(async ({ input }) => {
    await files.makeFolder(input.workspaceId, input.path);
    return { made: true as const };
  }),
  remove: os.files.remove.handler(async ({ input }) => ({ trashId: await files.remove(input.workspaceId, input.path) })),
  undoRemove: os.files.undoRemove.handler(async ({ input }) => {
    await files.undoRemove(input.workspaceId, input.path, input.trashId);
    return { restored: true as const };
  }),
});
