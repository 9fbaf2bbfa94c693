import { AppError } from '#contract/errors.ts';
import type { Memory, Workspace } from '#contract/model/records.ts';
import type { MemoryView } from '#contract/ui/views.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Store } from '../store/store.ts';

const viewOf = (m: Memory): MemoryView => ({ id: m.id, everywhere: m.workspaceId === null, key: m.key, text: m.text, tainted: m.tainted });

/** What a workspace remembers, as its owner reads and changes it. Those for all workspaces belong to the admin workspace. */
export const createMemoriesService = ({ store, clock }: { store: Store; clock: Clock }) => {
  const workspaceOf = (id: string): Workspace => {
    const workspace = store.workspaces.byId(id);
    if (!workspace) throw new AppError('not-found', { what: 'workspace', name: id });
    return workspace;
  };
  const listOf = (workspace: Workspace): Memory[] =>
    store.memories.list(workspace.id).filter(({ workspaceId }) => workspaceId === workspace.id || workspace.isAdmin);
  const must = (workspaceId: string, id: string): Memory => {
    const memory = listOf(workspaceOf(workspaceId)).find((m) => m.id === id);
    if (!memory) throw new AppError('not-found', { what: 'memory', name: id });
    return memory;
  };
  const mustBeFree = (workspaceId: string | null, workspace: Workspace, key: string): void => {
    if (listOf(workspace).some((m) => m.key === key && m.workspaceId === workspaceId)) throw new AppError('memory-key-taken', { key });
  };
  const find = (workspace: Workspace, workspaceId: string | null, key: string): MemoryView => {
    const memory = listOf(workspace).find((m) => m.key === key && m.workspaceId === workspaceId);
    if (!memory) throw new AppError('not-found', { what: 'memory', name: key });
    return viewOf(memory);
  };

  return {
    list: (workspaceId: string): MemoryView[] => listOf(workspaceOf(workspaceId)).map(viewOf),
    add(o: { workspaceId: string; everywhere: boolean; key: string; text: string }): MemoryView {
      const workspace = workspaceOf(o.workspaceId);
      if (o.everywhere && !workspace.isAdmin) throw new AppError('memory-admin-only');
      const owner = o.everywhere ? null : workspace.id;
      mustBeFree(owner, workspace, o.key);
      const now = clock.now();
      store.memories.put({ id: newId('mem', now), workspaceId: owner, key: o.key, text: o.text, tainted: false, stepId: null }, now);
      return find(workspace, owner, o.key);
    },
    /** The words are the person's own from now on, so a mark of outside text goes. */
    edit(o: { workspaceId: string; id: string; key: string; text: string }): MemoryView {
      const workspace = workspaceOf(o.workspaceId);
      const memory = must(o.workspaceId, o.id);
      if (o.key !== memory.key) mustBeFree(memory.workspaceId, workspace, o.key);
      store.memories.edit(memory.id, { key: o.key, text: o.text }, clock.now());
      return find(workspace, memory.workspaceId, o.key);
    },
    remove(workspaceId: string, id: string): void {
      store.memories.discard(must(workspaceId, id).id, clock.now());
    },
    undoRemove(workspaceId: string, id: string): MemoryView {
      const workspace = workspaceOf(workspaceId);
      const owner = store.memories.trashedOwner(id);
      if (owner === undefined || (owner !== workspace.id && !(owner === null && workspace.isAdmin)))
        throw new AppError('not-found', { what: 'memory', name: id });
      const outcome = store.memories.putBack(id);
      if (outcome.state === 'taken') throw new AppError('memory-key-taken', { key: outcome.key });
      return viewOf(must(workspaceId, id));
    },
  };
};
export type MemoriesService = ReturnType<typeof createMemoriesService>;
