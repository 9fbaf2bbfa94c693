import { join } from 'node:path';
import { lstatIfThere } from '../files/list-dir.ts';
import type { Workspace } from '../files/workspace.ts';
import { parseGlob } from './pattern.ts';
import { walk } from './walk.ts';

/** Files that match, newest first. */
export const glob = async (
  workspace: Workspace,
  request: { pattern: string; limit: number },
  signal: AbortSignal,
): Promise<{ paths: string[]; truncated: boolean }> => {
  const pattern = parseGlob(request.pattern);
  const done = { truncated: false };
  const found: { path: string; modifiedMs: number }[] = [];
  for await (const { path } of walk(workspace, pattern.names, done, signal)) {
    if (!pattern.matches(path)) continue;
    const file = await lstatIfThere(join(workspace.root, path));
    if (file !== null) found.push({ path, modifiedMs: file.mtimeMs });
  }
  found.sort((a, b) => b.modifiedMs - a.modifiedMs || (a.path < b.path ? -1 : 1));
  return { paths: found.slice(0, request.limit).map((f) => f.path), truncated: done.truncated || found.length > request.limit };
};
