import { existsSync, readdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchivedWorkspace } from '#contract/model/archive.ts';
import { folderName, nameProblem } from '#contract/model/names.ts';
import { newId } from '../../base/ids.ts';
import type { Store } from '../../store/store.ts';
import { isUnused, revealImport } from '../../store/transitions/import.ts';
import type { ImportParts } from '../../store/transitions/import-rows.ts';
import { createNames } from './names.ts';
import { type ImportDeps, stagingPrefix } from './ports.ts';
import type { Archive } from './read-archive.ts';

/** Accounts that are the same here are used; all others come along without their keys. */
export const accountsOf = ({ store, clock }: ImportDeps, archive: Archive) => {
  const here = store.accounts.list();
  const nameFor = createNames((name) => store.accounts.byName(name) !== null);
  const idOf = new Map<string, string>();
  const added = archive.accounts.flatMap((account) => {
    const same = here.find(
      (a) => a.name === account.name && a.provider === account.provider && a.baseUrl === account.baseUrl && a.realm === account.realm,
    );
    const id = same?.id ?? newId('acct', clock.now());
    idOf.set(account.id, id);
    return same ? [] : [{ id, name: nameFor(plain(account.name, 'account')), account }];
  });
  return { idOf, added };
};

const plain = (name: string, otherwise: string): string => (nameProblem(name) === null ? name : otherwise);

/** Folders and rows in their places, both or neither. */
export const reveal = async (deps: ImportDeps, archive: Archive, o: { parts: ImportParts; accounts: ReturnType<typeof accountsOf> }) => {
  const { store, dir } = deps;
  const { parts, accounts } = o;
  const admins = archive.workspaces.filter(({ isAdmin }) => isAdmin);
  const begun = store.workspaces.list().find(({ isAdmin }) => isAdmin);
  const mayReplace = (): boolean => admins.length === 1 && begun !== undefined && begun.ownFolder === null && isUnused(store.db);
  if (begun && mayReplace()) await deps.stopSandbox(begun.id);
  // From here on nothing waits: what was true stays true.
  const admin = mayReplace() ? admins[0] : undefined;
  const replaced = admin ? begun : undefined;
  const nameFor = createNames((name) => name.toLowerCase() !== replaced?.name.toLowerCase() && isNameTaken(store, name));
  const folderFor = createNames(
    (folder) => folder !== replaced?.folder && (store.workspaces.hasFolder(folder) || existsSync(join(dir, folder))),
  );
  const workspaces = archive.workspaces.map((workspace: ArchivedWorkspace) => {
    const name = nameFor(plain(workspace.name, 'imported'));
    return { id: parts.idOf(workspace.id), name, folder: folderFor(folderName(name)), workspace };
  });
  const keyFor = createNames((key) =>
    store.memories.list('').some((m) => m.workspaceId === null && m.key.toLowerCase() === key.toLowerCase()),
  );
  const memories = archive.memories.map(({ workspaceId, ...m }) => ({
    ...m,
    id: newId('mem', parts.now),
    key: workspaceId === null ? keyFor(m.key) : m.key,
    workspaceId: workspaceId === null ? null : parts.idOf(workspaceId),
  }));
  const moved: { from: string; to: string }[] = [];
  const move = (from: string, to: string): void => {
    renameSync(from, to);
    moved.push({ from, to });
  };
  let aside: string | null = null;
  try {
    if (replaced) aside = putAside(join(dir, replaced.folder), move);
    for (const { id, folder } of workspaces) move(join(dir, `${stagingPrefix}${id}`), join(dir, folder));
    revealImport(store.db, parts, {
      accounts: accounts.added,
      workspaces,
      memories,
      tasks: archive.tasks,
      replaces: replaced && admin ? { id: replaced.id, by: parts.idOf(admin.id) } : null,
      audit: deps.audit.append,
      entry: {
        actor: 'owner',
        workspaceId: null,
        turnId: null,
        callHash: null,
        decision: 'allow',
        rule: 'import',
        outcome: 'taken in',
        detail: workspaces
          .map(({ name }) => name)
          .join(', ')
          .slice(0, 500),
      },
    });
  } catch (error) {
    for (const { from, to } of moved.reverse()) renameSync(to, from);
    throw error;
  }
  return {
    workspaces: workspaces.map(({ name }) => name),
    tasks: archive.tasks.length,
    keysNeeded: accounts.added.filter(({ account }) => account.neededKey).map(({ name }) => name),
    replaced: replaced !== undefined,
    aside,
  };
};

const isNameTaken = (store: Store, name: string): boolean =>
  [...store.workspaces.list(), ...store.workspaces.resting()].some((w) => w.name.toLowerCase() === name.toLowerCase());

/** What lies in the folder that Pynchy began with is nobody's to throw away. Returns where it is now. */
const putAside = (folder: string, move: (from: string, to: string) => void): string | null => {
  if (!existsSync(folder)) return null;
  if (readdirSync(folder).length === 0) {
    rmdirSync(folder);
    return null;
  }
  let to = `${folder}-before-import`;
  for (let n = 2; existsSync(to); n++) to = `${folder}-before-import-${n}`;
  move(folder, to);
  return to;
};
