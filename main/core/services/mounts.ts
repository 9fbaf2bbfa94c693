import { constants, realpathSync, watch } from 'node:fs';
import { type FileHandle, open, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Toolbox } from '#contract/toolbox/toolbox.ts';
import type { MountListState, MountView } from '#contract/ui/domains/sandbox.ts';
import { createWorkspace } from '../../toolbox/files/workspace.ts';
import type { Log } from '../base/log.ts';
import type { ExtraMounts } from '../sandbox/ports.ts';
import type { WorkspaceMount } from '../store/repositories/networks.ts';
import type { Store } from '../store/store.ts';
import { alwaysBlocked, expandHome, judgeMount, type MountList, readMountList, writeMountList } from './mount-list.ts';

/** Where extra folders are inside: `/workspace/extra/<name>`. */
const insideDir = 'extra';
const nameForm = /^[a-z0-9][a-z0-9._-]{0,39}$/i;

interface Checked {
  readonly name: string;
  readonly realPath: string;
  readonly write: boolean;
  /** Why it can only be read though writing was asked for. */
  readonly held: Reason | null;
  /** Open until the sandbox has shown that it got this very folder. */
  readonly handle: FileHandle;
}

/** Folders beside the workspace's own: asked for by the owner per workspace, allowed by a file that no sandbox sees. */
export const createMounts = (deps: {
  store: Store;
  listFile: string;
  homeDir: string;
  folder: (workspaceId: string) => string;
  /** Whether the profile of a workspace lets it have any. */
  isAllowed: (workspaceId: string) => boolean;
  log: Log;
}) => {
  const { store } = deps;
  const isAdmin = (workspaceId: string): boolean => store.workspaces.byId(workspaceId)?.isAdmin === true;
  const realOrNull = (path: string): string | null => {
    try {
      return realpathSync(path);
    } catch {
      return null;
    }
  };

  const check = async (workspaceId: string, wish: { name: string; path: string; write: boolean }): Promise<Checked | Reason> => {
    if (!deps.isAllowed(workspaceId)) return reason('profile-mounts');
    const typed = expandHome(wish.path);
    if (!isAbsolute(typed)) return reason('mount-not-absolute', { name: wish.name, path: wish.path });
    const realPath = await realpath(typed).catch(() => null);
    if (realPath === null) return reason('mount-not-there', { name: wish.name, path: wish.path });
    // Where a link leads is what is judged, so it is also what is told.
    const path = realPath === resolve(typed) ? wish.path : `${wish.path} → ${realPath}`;
    const params = { name: wish.name, path };
    const asked = { realPath, write: wish.write, isAdmin: isAdmin(workspaceId), ownFolders: [realOrNull(deps.homeDir) ?? deps.homeDir] };
    const verdict = judgeMount(readMountList(deps.listFile).list, asked, realOrNull);
    if (!verdict.ok) return reason(verdict.code, params);
    // Opened without following anything: from here on the folder is known by itself and not by its name.
    const handle = await open(realPath, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0)).catch(() => null);
    if (handle === null) return reason('mount-not-there', params);
    const opened = process.platform === 'linux' ? await readlink(`/proc/self/fd/${handle.fd}`) : await realpath(realPath);
    const held = verdict.held === null ? null : reason(`mount-read-only-${verdict.held}`, params);
    if (opened === realPath) return { name: wish.name, realPath, write: verdict.write, held, handle };
    await handle.close();
    return reason('mount-swapped', params);
  };

  const stateOf = async (workspaceId: string, wish: WorkspaceMount): Promise<MountView> => {
    const checked = await check(workspaceId, wish);
    const shown = { name: wish.name, path: wish.path, wantsWrite: wish.write };
    if (!('handle' in checked)) return { ...shown, write: null, reason: checked };
    await checked.handle.close();
    return { ...shown, write: checked.write, reason: checked.held };
  };

  const release = async (checked: readonly Checked[]): Promise<void> =>
    void (await Promise.all(checked.map(({ handle }) => handle.close())));

  return {
    list: (): MountListState => ({ file: deps.listFile, alwaysBlocked: [...alwaysBlocked], ...readMountList(deps.listFile) }),
    /** Throws AppError 'mount-list-unreadable' rather than write over what somebody wrote. */
    setList: (list: MountList): void => {
      const { reason: why } = readMountList(deps.listFile);
      if (why?.code === 'mount-list-unreadable') throw new AppError(why.code, why.params);
      writeMountList(deps.listFile, list);
    },
    /** Calls when the file changed, also by hand. Returns how to stop. */
    onListChanged: (changed: () => void): (() => void) => {
      const watcher = watch(dirname(deps.listFile), (_, name) => name === basename(deps.listFile) && changed());
      watcher.on('error', (error) => deps.log('warn', 'the list of folders is not watched any more', { error: String(error) }));
      watcher.unref();
      return () => watcher.close();
    },
    states: async (workspaceId: string): Promise<MountView[]> =>
      Promise.all(store.networks.mounts(workspaceId).map((wish) => stateOf(workspaceId, wish))),
    named,
    /** What would become of one that is not there yet. */
    attempt: (workspaceId: string, wish: WorkspaceMount): Promise<MountView> => stateOf(workspaceId, named(wish)),
    set: (workspaceId: string, wish: WorkspaceMount): void => store.networks.setMount(workspaceId, named(wish)),
    remove: (workspaceId: string, name: string): void => store.networks.removeMount(workspaceId, name),
    /** For a start: only what is allowed now; what is refused is said in the log and shown by `states`. */
    forStart: async (workspaceId: string): Promise<ExtraMounts> => {
      const wishes = store.networks.mounts(workspaceId);
      const checked: Checked[] = [];
      for (const wish of wishes) {
        const found = await check(workspaceId, wish);
        if (!('handle' in found)) deps.log('warn', 'a folder is not mounted', { workspaceId, code: found.code, ...found.params });
        else if (await hasMountPoint(deps.folder(workspaceId), wish.name)) checked.push(found);
        else {
          await found.handle.close();
          deps.log('warn', 'a folder is not mounted: its place in the workspace is taken', { workspaceId, name: wish.name });
        }
      }
      return {
        mounts: checked.map(({ name, realPath, write }) => ({ host: realPath, inside: `/workspace/${insideDir}/${name}`, write })),
        verify: (toolbox) => verify(toolbox, checked),
        release: () => release(checked),
      };
    },
  };
};
export type Mounts = ReturnType<typeof createMounts>;

/** Throws AppError 'mount-name-bad'. */
const named = (wish: WorkspaceMount): WorkspaceMount => {
  if (!nameForm.test(wish.name)) throw new AppError('mount-name-bad', { name: wish.name });
  return wish;
};

/** In the workspace's folder, which the agent can write: never through a link. */
const hasMountPoint = async (folder: string, name: string): Promise<boolean> => {
  try {
    const { pinned } = await createWorkspace(folder).target(`${insideDir}/${name}/any`);
    await pinned.close();
    return true;
  } catch {
    // A link that leads out, or a file.
    return false;
  }
};

/** A link that was swapped after the check mounts another folder: its number tells. Engines in a machine of their own renumber. */
const verify = async (toolbox: Toolbox, checked: readonly Checked[]): Promise<Reason | null> => {
  // The interpreter sees its workspace and nothing else.
  if (process.platform !== 'linux' || toolbox.hello.kind !== 'process') return null;
  for (const { name, realPath, handle } of checked) {
    const wanted = await handle.stat();
    let said = '';
    const command = `stat -c '%d:%i' /workspace/${insideDir}/${name}`;
    await toolbox.exec({ callId: 'verify-mounts', command, timeoutMs: 10_000 }, (_, text) => (said += text), new AbortController().signal);
    if (said.trim() !== `${wanted.dev}:${wanted.ino}`) return reason('mount-swapped', { name, path: realPath });
  }
  return null;
};
