import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#contract/errors.ts';
import type { Color } from '#contract/model/colors.ts';
import { reason } from '#contract/model/reason.ts';
import type { Workspace } from '#contract/model/records.ts';
import { templateOf } from '#contract/model/workspace-templates.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Registry } from '../plugins/registry.ts';
import type { Store } from '../store/store.ts';
import { type AccountsService, checkName } from './accounts.ts';

export interface WorkspaceRequest {
  readonly realm?: string | undefined;
  readonly accounts?: readonly string[] | undefined;
  readonly model?: string | null | undefined;
  readonly sandbox?: string | undefined;
  readonly color?: Color | undefined;
}
export interface NewWorkspace extends WorkspaceRequest {
  readonly template?: string | null | undefined;
}
export interface WorkspaceChangeRequest extends WorkspaceRequest {
  readonly newName?: string | undefined;
  readonly instructions?: string | undefined;
}

/** Workspaces as a person handles them: a row and a folder each. */
export const createWorkspacesService = (deps: {
  store: Store;
  clock: Clock;
  registry: Registry;
  accounts: AccountsService;
  dir: string;
  samplesDir: string | null;
}) => {
  const { store } = deps;
  const must = (name: string): Workspace => {
    const workspace = store.workspaces.byName(name);
    if (!workspace) throw new AppError('not-found', { what: 'workspace', name });
    return workspace;
  };
  const folderOf = (workspace: Workspace): string => join(deps.dir, workspace.folder);
  // Another workspace that was renamed, or rests in the trash, may still have the folder of this name.
  const freeFolder = (name: string): string => {
    let folder = name;
    for (let n = 2; store.workspaces.hasFolder(folder); n++) folder = `${name}-${n}`;
    return folder;
  };
  const checkSandbox = (choice: string): string => {
    const available = ['auto', ...new Set(deps.registry.all('sandbox').flatMap(({ pluginId, impl }) => [pluginId, impl.id]))];
    if (!available.includes(choice)) throw new AppError('unknown-sandbox', { sandbox: choice, available: available.join(', ') });
    return choice;
  };
  const routesOf = (names: readonly string[], model: string | null | undefined) =>
    names.map((name, i) => ({ accountId: deps.accounts.must(name).id, model: i === 0 ? (model ?? null) : null }));
  const view = (w: Workspace): WorkspaceView => {
    const routes = store.workspaces.routes(w.id);
    return {
      id: w.id,
      name: w.name,
      realm: w.realm,
      isAdmin: w.isAdmin,
      sandbox: w.sandbox,
      accounts: routes.map((r) => ({ id: r.account.id, name: r.account.name, provider: r.account.provider })),
      model: routes[0]?.model ?? routes[0]?.account.defaultModel ?? null,
      folder: folderOf(w),
      tainted: w.taint ? reason('workspace-tainted', { cause: w.taint.cause }) : null,
      color: w.color,
      instructions: w.instructions,
      chips: [...w.chips],
      lastUsedAt: store.workspaces.lastUsedAt(w.id),
      archivedAt: w.archivedAt,
    };
  };

  return {
    must,
    view,
    folderOf,
    list: (): WorkspaceView[] => store.workspaces.list().map(view),
    /** The folder on the host, made when missing. */
    folder(workspaceId: string): string {
      const workspace = store.workspaces.byId(workspaceId);
      if (!workspace || workspace.deletedAt !== null) throw new AppError('not-found', { what: 'workspace', name: workspaceId });
      const folder = folderOf(workspace);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    /** Copies the sample folder once; what a person changed in it is theirs. True when it was copied. */
    addSamples(workspace: Workspace): boolean {
      const target = join(folderOf(workspace), 'samples');
      if (!deps.samplesDir || !existsSync(deps.samplesDir) || existsSync(target)) return false;
      mkdirSync(folderOf(workspace), { recursive: true, mode: 0o700 });
      cpSync(deps.samplesDir, target, { recursive: true });
      return true;
    },
    add(name: string, o: NewWorkspace): WorkspaceView {
      checkName(name);
      const realm = o.realm ?? 'personal';
      // Without a word on accounts the new workspace gets the first one of its realm.
      const names = o.accounts?.length
        ? o.accounts
        : store.accounts
            .list()
            .filter((a) => a.realm === realm)
            .slice(0, 1)
            .map((a) => a.name);
      const template = o.template ? templateOf(o.template) : null;
      const id = newId('ws', deps.clock.now());
      store.workspaces.add({
        id,
        name,
        realm,
        isAdmin: false,
        sandbox: checkSandbox(o.sandbox ?? 'auto'),
        accounts: routesOf(names, o.model),
        folder: freeFolder(name),
        color: o.color ?? template?.color ?? null,
        instructions: template?.instructions ?? '',
        chips: template?.chips ?? [],
      });
      // A person may open it before anything works there.
      mkdirSync(folderOf(must(name)), { recursive: true, mode: 0o700 });
      return view(must(name));
    },
    set(name: string, o: WorkspaceChangeRequest): WorkspaceView {
      const workspace = must(name);
      const current = store.workspaces.routes(workspace.id).map((r) => r.account.name);
      const routes = o.accounts !== undefined || o.model !== undefined ? routesOf(o.accounts ?? current, o.model) : undefined;
      store.workspaces.set(workspace.id, {
        name: o.newName === undefined || o.newName === workspace.name ? undefined : checkName(o.newName),
        color: o.color,
        instructions: o.instructions,
        realm: o.realm,
        sandbox: o.sandbox === undefined ? undefined : checkSandbox(o.sandbox),
        accounts: routes,
      });
      return view(must(o.newName ?? name));
    },
    clearTaint(name: string): WorkspaceView {
      store.workspaces.clearTaint(must(name).id);
      return view(must(name));
    },
  };
};
export type WorkspacesService = ReturnType<typeof createWorkspacesService>;
