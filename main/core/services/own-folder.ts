import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, sep } from 'node:path';
import { AppError, type OwnFolderErrorCode } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { expandHome, isBlockedPath, isWithin, type MountList } from './mount-list.ts';

/** Where programs and the machine itself live; nobody's work does. */
const systemFolders = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/proc',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var/lib',
  '/System',
  '/Library',
];
const windowsFolders = ['SystemRoot', 'ProgramFiles', 'ProgramData'];

export interface OwnFolderRules {
  readonly list: MountList | null;
  /** Data of Pynchy and Pynchy itself, as they really lie. */
  readonly ours: readonly string[];
  /** Folders of the other workspaces. */
  readonly taken: readonly { readonly workspace: string; readonly path: string }[];
}

/**
 * The real path of a folder that a person wants a workspace to work in. Throws an OwnFolderErrorCode. Unlike a mounted folder it
 * needs no entry in the list of allowed ones: it is chosen by the owner, here and now, for exactly this.
 */
export const checkOwnFolder = (typed: string, rules: OwnFolderRules): string => {
  const wanted = expandHome(typed.trim());
  const refuse = (code: OwnFolderErrorCode, path: string, more: Record<string, string> = {}): never => {
    throw new AppError(code, { path, ...more });
  };
  if (!isAbsolute(wanted) || wanted.includes('\0')) refuse('folder-not-absolute', typed.slice(0, 500));
  const path = realFolder(wanted) ?? refuse('folder-not-there', wanted);
  const overlaps = (other: string): boolean => isWithin(path, other) || isWithin(other, path);
  if (isWithin(realpathSync(homedir()), path)) refuse('folder-is-home', path);
  if (rules.ours.some(overlaps)) refuse('folder-is-ours', path);
  if (isSystem(path)) refuse('folder-is-system', path);
  if (isBlockedPath(path, rules.list)) refuse('folder-blocked', path);
  const other = rules.taken.find(({ path: theirs }) => overlaps(theirs));
  if (other) refuse('folder-taken', path, { workspace: other.workspace });
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch {
    refuse('folder-not-writable', path);
  }
  return path;
};

/** Why a folder that was checked when it was chosen cannot be used now; null when it can. */
export const ownFolderFault = (path: string): Reason | null => {
  const real = realFolder(path);
  if (real === null) return reason('folder-missing', { path });
  return real === path ? null : reason('folder-moved', { path });
};

const realFolder = (path: string): string | null => {
  try {
    return statSync(path).isDirectory() ? realpathSync(path) : null;
  } catch {
    // Not there, or not to be looked at: the same for whoever wants to work in it.
    return null;
  }
};

const isSystem = (path: string): boolean => {
  const folders = process.platform === 'win32' ? windowsFolders.flatMap((name) => process.env[name] ?? []) : systemFolders;
  // Memory that looks like a folder is anybody's.
  if (isWithin(path, '/dev/shm') && path !== '/dev/shm') return false;
  return path === sep || folders.some((folder) => isWithin(path, folder) || isWithin(path, realOr(folder)));
};
const realOr = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};
