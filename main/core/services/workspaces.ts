import { cpSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type OwnFolderErrorCode } from '#contract/errors.ts';
import type { Color } from '#contract/model/colors.ts';
import { folderName } from '#contract/model/names.ts';
import { defaultProfileId } from '#contract/model/profile.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Workspace } from '#contract/model/records.ts';
import { templateOf } from '#contract/model/workspace-templates.ts';
import { causeText } from '#contract/text/taint-cause.ts';
import type { WorkspaceView } from '#contract/ui/views.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Registry } from '../plugins/registry.ts';
import type { Audit } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import type { AccountsService } from './accounts.ts';
import { checkName } from './check-name.ts';
import type { MountList } from './mount-list.ts';
import { checkOwnFolder, ownFolderFault } from './own-folder.ts';
import type { ProfilesService } from './profiles.ts';

export interface WorkspaceRequest {
  readonly realm?: string | undefined;
  readonly accounts?: readonly string[] | undefined;
  readonly model?: string | null | undefined;
  readonly sandbox?: string | undefined;
  readonly color?: Color | undefined;
  /** What it may do. */
  readonly profile?: string | undefined;
}
export interface NewWorkspace extends WorkspaceRequest {
  readonly template?: string | null | undefined;
  /** A folder of the owner's own, as it was typed; else a fresh one. */
  readonly ownFolder?: string | null | undefined;
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
  profiles: Pick<ProfilesService, 'idOf' | 'checkFor' | 'begin' | 'choose'>;
  audit: Audit;
  /** Where fresh folders are made. */
  dir: string;
  samplesDir: string | null;
  /** Data of Pynchy, and Pynchy itself: no workspace works there. */
  ours: readonly string[];
  /** What is allowed and what never is, for folders outside of `dir`. */
  mountList: () => MountList | null;
}) => {
  const { store } = deps;
  const must = (name: string): Workspace => {
    const workspace = store.workspaces.byName(name.normalize('NFC'));
    if (!workspace) throw new AppError('not-found', { what: 'workspace', name });
    return workspace;
  };
  const folderOf = (workspace: Workspace): string => workspace.ownFolder ?? join(deps.dir, workspace.folder);
  /** The real path; throws an OwnFolderErrorCode. */
  const checkedFolder = (typed: string, forId: string | null): string => {
    const others = [...store.workspaces.list(), ...store.workspaces.resting()].filter(({ id }) => id !== forId);
    return checkOwnFolder(typed, {
      list: deps.mountList(),
      ours: deps.ours.map((path) => (existsSync(path) ? realpathSync(path) : path)),
      taken: others.flatMap(({ name, deletedName, ownFolder }) => (ownFolder ? [{ workspace: deletedName ?? name, path: ownFolder }] : [])),
    });
  };
  /** Fresh folders are made when missing; one of the owner's own is never made anew where a disk is unplugged. */
  const present = (workspace: Workspace): string => {
    const folder = folderOf(workspace);
    if (workspace.ownFolder === null) mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  };
  const faultOf = ({ ownFolder }: Workspace): Reason | null => (ownFolder === null ? null : ownFolderFault(ownFolder));
  const byId = (workspaceId: string): Workspace => {
    const workspace = store.workspaces.byId(workspaceId);
    if (!workspace || workspace.deletedAt !== null) throw new AppError('not-found', { what: 'workspace', name: workspaceId });
    return workspace;
  };
  const copySamples = (workspace: Workspace): boolean => {
    const target = join(folderOf(workspace), 'samples');
    if (!deps.samplesDir || !existsSync(deps.samplesDir) || existsSync(target)) return false;
    cpSync(deps.samplesDir, join(present(workspace), 'samples'), { recursive: true });
    return true;
  };
  // Another workspace that was renamed, or rests in the trash, may still have the folder of this name.
  const freeFolder = (name: string): string => {
    const wanted = folderName(name);
    let folder = wanted;
    for (let n = 2; store.workspaces.hasFolder(folder); n++) folder = `${wanted}-${n}`;
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
      profile: deps.profiles.idOf(w.id),
      accounts: routes.map((r) => ({ id: r.account.id, name: r.account.name, provider: r.account.provider })),
      model: routes[0]?.model ?? routes[0]?.account.defaultModel ?? null,
      folder: folderOf(w),
      isOwnFolder: w.ownFolder !== null,
      tainted: w.taint ? reason('workspace-tainted', { cause: w.taint.cause, from: causeText(w.taint.cause) }) : null,
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
    /** The folder on the host, made when missing; one of the owner's own may be missing (`folderFault`). */
    folder: (workspaceId: string): string => present(byId(workspaceId)),
    /** Why the folder cannot be used now: its disk is unplugged, or a link was put in its place. */
    folderFault: (workspaceId: string): Reason | null => faultOf(byId(workspaceId)),
    isOwnFolder: (workspaceId: string): boolean => byId(workspaceId).ownFolder !== null,
    /** For the eyes of a person: throws folder-missing or folder-moved. */
    usableFolder(workspaceId: string): string {
      const workspace = byId(workspaceId);
      const fault = faultOf(workspace);
      if (fault !== null) throw new AppError(fault.code as OwnFolderErrorCode, fault.params);
      return present(workspace);
    },
    /** Folders of the owner's own in use, as they were checked. */
    ownFolders: (): string[] => store.workspaces.list().flatMap(({ ownFolder }) => ownFolder ?? []),
    /** Copies the sample folder once; what a person changed in it is theirs. True when it was copied. */
    addSamples: copySamples,
    /**
     * From now on it works there; null is the fresh folder again. What lies in the folder before stays there. The caller sees to
     * it that nothing runs.
     */
    setFolder(name: string, o: { ownFolder: string | null; samples: boolean }): WorkspaceView {
      const workspace = must(name);
      store.workspaces.setOwnFolder(workspace.id, o.ownFolder === null ? null : checkedFolder(o.ownFolder, workspace.id));
      if (o.samples) copySamples(must(name));
      return view(must(name));
    },
    add(given: string, o: NewWorkspace): WorkspaceView {
      const name = checkName(given);
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
      const ownFolder = o.ownFolder ? checkedFolder(o.ownFolder, null) : null;
      const profile = deps.profiles.checkFor(o.profile ?? defaultProfileId, { name, isAdmin: false }, names);
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
        ownFolder,
      });
      deps.profiles.begin(id, profile);
      // A person may open it before anything works there.
      present(must(name));
      return view(must(name));
    },
    set(name: string, o: WorkspaceChangeRequest): WorkspaceView {
      const workspace = must(name);
      const newName = o.newName === undefined || o.newName === workspace.name ? undefined : checkName(o.newName);
      const current = store.workspaces.routes(workspace.id).map((r) => r.account.name);
      const routes = o.accounts !== undefined || o.model !== undefined ? routesOf(o.accounts ?? current, o.model) : undefined;
      const profile =
        o.profile !== undefined || o.accounts !== undefined
          ? deps.profiles.checkFor(o.profile ?? deps.profiles.idOf(workspace.id), workspace, o.accounts ?? current)
          : null;
      store.workspaces.set(workspace.id, {
        name: newName,
        color: o.color,
        instructions: o.instructions,
        realm: o.realm,
        sandbox: o.sandbox === undefined ? undefined : checkSandbox(o.sandbox),
        accounts: routes,
      });
      if (o.profile !== undefined && profile !== null) deps.profiles.choose(workspace.id, profile);
      return view(must(newName ?? name));
    },
    /** An owner says that the files are fine, of what they were shown. What sessions have met stays with them. Throws taint-changed. */
    clearTaint(name: string, shown?: string): WorkspaceView {
      const { id, taint } = must(name);
      if (taint && shown !== undefined && shown !== taint.cause) throw new AppError('taint-changed', { from: causeText(taint.cause) });
      if (taint)
        store.db.tx(() => {
          store.workspaces.clearTaint(id);
          deps.audit.append({
            actor: `person:${store.people.owner().id}`,
            workspaceId: id,
            turnId: null,
            callHash: null,
            decision: 'allow',
            rule: 'taint-cleared',
            outcome: 'done',
            detail: taint.cause,
          });
        });
      return view(must(name));
    },
  };
};
export type WorkspacesService = ReturnType<typeof createWorkspacesService>;
