import type { GrepMatch } from '../../contract/toolbox/toolbox.ts';
import { errnoOf } from '../files/fault.ts';
import type { Workspace } from '../files/workspace.ts';
import { parseGlob, parseSearch } from './pattern.ts';
import { walk } from './walk.ts';

const maxFileBytes = 10 * 1024 * 1024;
const maxLineChars = 10_000;
const maxShownChars = 500;

export interface GrepRequest {
  readonly pattern: string;
  readonly glob: string | undefined;
  readonly ignoreCase: boolean;
  readonly limit: number;
}

/** Lines that match a JavaScript expression, in text files up to 10 MB. An evil expression blocks: run it in a worker (grep-worker.ts). */
export const grep = async (
  workspace: Workspace,
  request: GrepRequest,
  signal: AbortSignal,
): Promise<{ matches: GrepMatch[]; truncated: boolean }> => {
  const expression = parseSearch(request.pattern, request.ignoreCase);
  const only = parseGlob(request.glob ?? '**');
  const done = { truncated: false };
  const matches: GrepMatch[] = [];
  for await (const { path } of walk(workspace, only.names, done, signal)) {
    if (!only.matches(path)) continue;
    const text = await textOf(workspace, path);
    if (text === null) continue;
    for (const [index, line] of text.split('\n').entries()) {
      const shown = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (!expression.test(shown.slice(0, maxLineChars))) continue;
      if (matches.length === request.limit) return { matches, truncated: true };
      matches.push({ path, line: index + 1, text: shown.slice(0, maxShownChars) });
    }
  }
  return { matches, truncated: done.truncated };
};

/** null for what is not text, too large, gone or not readable. */
const textOf = async (workspace: Workspace, path: string): Promise<string | null> => {
  try {
    const handle = await workspace.open(path);
    try {
      const file = await handle.stat();
      if (!file.isFile() || file.size > maxFileBytes) return null;
      const data = await handle.readFile();
      return data.subarray(0, 8192).includes(0) ? null : data.toString('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EPERM', 'ELOOP'].includes(errnoOf(error))) return null;
    throw error;
  }
};
