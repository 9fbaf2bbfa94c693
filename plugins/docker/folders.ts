import { chmod, lchown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxSpec } from '#plugin-api';
import { plainUser } from './container.ts';

/**
 * A host that is root gives the workspace's folder to the plain user of the container, and lets that one read the toolbox.
 * Everybody else owns both already. Links are not followed.
 */
export const handOver = async (spec: SandboxSpec, user: string): Promise<void> => {
  if (process.getuid?.() !== 0 || user !== `${plainUser}:${plainUser}`) return;
  const own = spec.mounts.find((mount) => mount.inside === '/workspace');
  if (own !== undefined) await give(own.host);
  await chmod(spec.toolboxDir, 0o755);
  for (const file of await readdir(spec.toolboxDir, { withFileTypes: true })) {
    if (file.isFile()) await chmod(join(spec.toolboxDir, file.name), 0o644);
  }
};

const give = async (path: string): Promise<void> => {
  const now = await lstat(path);
  if (now.uid !== plainUser) await lchown(path, plainUser, plainUser);
  if (!now.isDirectory()) return;
  for (const name of await readdir(path)) await give(join(path, name));
};
