import { z } from 'zod';
import { MemoryView } from '../views.ts';
import { base, id } from './base.ts';

const key = z.string().trim().min(1).max(100);
const text = z.string().trim().min(1).max(5000);

/** What a workspace remembers beyond a session. `everywhere` is for all workspaces and belongs to the admin workspace. */
export const memories = {
  list: base.input(z.object({ workspaceId: id })).output(z.array(MemoryView)),
  add: base.input(z.object({ workspaceId: id, everywhere: z.boolean().default(false), key, text })).output(MemoryView),
  /** The words are the person's own then: a mark of outside text goes. */
  edit: base.input(z.object({ workspaceId: id, id, key, text })).output(MemoryView),
  remove: base.input(z.object({ workspaceId: id, id })).output(z.object({ removed: z.literal(true) })),
  undoRemove: base.input(z.object({ workspaceId: id, id })).output(MemoryView),
};
