import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../base/atomic-file.ts';

const defaultBlocked = [
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

/** Read anew each time. null when it is absent or can not be understood: then nothing may be mounted. */
export const readMountList = (file: string): MountList | null => {
  if (!existsSync(file)) return null;
  try {
    return MountList.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
};

export const writeMountList = (file: string, list: MountList): void =>
  writeFileAtomic(file, `${JSON.stringify(MountList.parse(list), null, 2)}\n`);

export type MountVerdict = { readonly ok: true; readonly write: boolean } | { readonly ok: false; readonly code: string };

/** May this real folder be mounted, and may it be written? Writing needs the wish, the root's yes, and a workspace that may. */
export const judgeMount = (
  list: MountList | null,
  asked: { realPath: string; write: boolean; isAdmin: boolean; ownFolders: readonly string[] },
  realRoot: (path: string) => string | null,
): MountVerdict => {
  if (list === null) return { ok: false, code: 'mounts-no-list' };
  const { realPath } = asked;
  // What Pynchy itself knows and keeps is for no sandbox, and neither is what holds it.
  if (asked.ownFolders.some((own) => isWithin(realPath, own) || isWithin(own, realPath))) return { ok: false, code: 'mount-is-ours' };
  const blocked = [...defaultBlocked, ...list.blockedPatterns].map((pattern) => pattern.toLowerCase());
  if (realPath.split(sep).some((part) => blocked.some((pattern) => part.toLowerCase().includes(pattern))))
    return { ok: false, code: 'mount-blocked' };
  const roots = list.allowedRoots.filter((root) => {
    const real = realRoot(expandHome(root.path));
    return real !== null && isWithin(realPath, real);
  });
  if (roots.length === 0) return { ok: false, code: 'mount-not-allowed' };
  const mayWrite = roots.some((root) => root.allowReadWrite) && (asked.isAdmin || !list.nonAdminReadOnly);
  return { ok: true, write: asked.write && mayWrite };
};

export const expandHome = (path: string): string => (path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path);

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
