import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { writeFileAtomic } from '../base/atomic-file.ts';

export const alwaysBlocked: readonly string[] = [
  '.ssh',
  '.gnupg',
  '.gpg',
  '.aws',
  '.azure',
  '.gcloud',
  '.kube',
  '.docker',
  'credentials',
  '.env',
  '.netrc',
  '.npmrc',
  '.pypirc',
  'id_rsa',
  'id_ed25519',
  'private_key',
  '.secret',
];

/** mount-allowlist.json: what may be mounted at all. It lies where no sandbox sees it. */
export const MountList = z.strictObject({
  allowedRoots: z.array(z.strictObject({ path: z.string().min(1), allowReadWrite: z.boolean(), description: z.string().default('') })),
  /** Added to those that are always blocked. */
  blockedPatterns: z.array(z.string().min(1)).default([]),
  nonAdminReadOnly: z.boolean().default(true),
});
export type MountList = z.infer<typeof MountList>;

/** Read anew each time. Without a list nothing may be mounted; `reason` says why there is none. */
export const readMountList = (
  file: string,
): { readonly list: MountList; readonly reason: null } | { readonly list: null; readonly reason: Reason } => {
  if (!existsSync(file)) return { list: null, reason: reason('mount-list-absent', { file }) };
  try {
    return { list: MountList.parse(JSON.parse(readFileSync(file, 'utf8'))), reason: null };
  } catch (error) {
    return { list: null, reason: reason('mount-list-unreadable', { file, detail: faultIn(error) }) };
  }
};

/** Null where there is none. Throws mount-list-unreadable: what it forbids is not known then. */
export const knownMountList = (file: string): MountList | null => {
  const { list, reason: why } = readMountList(file);
  if (why?.code === 'mount-list-unreadable') throw new AppError('mount-list-unreadable', why.params);
  return list;
};

const faultIn = (error: unknown): string =>
  error instanceof z.ZodError
    ? error.issues
        .map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
        .join('; ')
        .slice(0, 300)
    : messageOf(error).slice(0, 300);

export const writeMountList = (file: string, list: MountList): void =>
  writeFileAtomic(file, `${JSON.stringify(MountList.parse(list), null, 2)}\n`);

/** `held` is the yes that is missing where writing was asked for. */
export type MountVerdict =
  | { readonly ok: true; readonly write: boolean; readonly held: 'list' | 'workspace' | null }
  | { readonly ok: false; readonly code: string };

/** May this real folder be mounted, and may it be written? Writing needs the wish, the root's yes, and a workspace that may. */
export const judgeMount = (
  list: MountList | null,
  asked: { realPath: string; write: boolean; isAdmin: boolean; ownFolders: readonly string[] },
  realRoot: (path: string) => string | null,
): MountVerdict => {
  const { realPath } = asked;
  // What Pynchy itself knows and keeps is for no sandbox, and neither is what holds it.
  if (asked.ownFolders.some((own) => isWithin(realPath, own) || isWithin(own, realPath))) return { ok: false, code: 'mount-is-ours' };
  if (isBlockedPath(realPath, list)) return { ok: false, code: 'mount-blocked' };
  if (list === null) return { ok: false, code: 'mounts-no-list' };
  const roots = list.allowedRoots.filter((root) => {
    const real = realRoot(expandHome(root.path));
    return real !== null && isWithin(realPath, real);
  });
  if (roots.length === 0) return { ok: false, code: 'mount-not-allowed' };
  if (!asked.write) return { ok: true, write: false, held: null };
  if (!roots.some((root) => root.allowReadWrite)) return { ok: true, write: false, held: 'list' };
  const mayWrite = asked.isAdmin || !list.nonAdminReadOnly;
  return { ok: true, write: mayWrite, held: mayWrite ? null : 'workspace' };
};

export const expandHome = (path: string): string => (path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);

/** Whether a part of a path looks like a place for keys, or like one that the list names. */
export const isBlockedPath = (realPath: string, list: MountList | null): boolean => {
  const blocked = [...alwaysBlocked, ...(list?.blockedPatterns ?? [])].map((pattern) => pattern.toLowerCase());
  return realPath.split(sep).some((part) => blocked.some((pattern) => part.toLowerCase().includes(pattern)));
};

export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
