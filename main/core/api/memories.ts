import type { Base } from './api.ts';
import type { ApiDeps } from './ports.ts';

export const memoryRoutes = (os: Base, { memories }: ApiDeps) => ({
  list: os.memories.list.handler(({ input }) => memories.list(input.workspaceId)),
  add: os.memories.add.handler(({ input }) => memories.add(input)),
  edit: os.memories.edit.handler(({ input }) => memories.edit(input)),
  remove: os.memories.remove.handler(({ input }) => {
    memories.remove(input.workspaceId, input.id);
    return { removed: true as const };
  }),
  undoRemove: os.memories.undoRemove.handler(({ input }) => memories.undoRemove(input.workspaceId, input.id)),
});
