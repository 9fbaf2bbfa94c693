import { explainCommand } from '#contract/command-line/explain.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import type { WorkspaceMount } from '../../store/repositories/networks.ts';

/** Where folders beside a workspace's own are inside of it. */
const shared = 'extra';

/**
 * Whether a call may change a folder that others see. `path`: its own, links followed; null when it leads out. A command line is
 * read, not run: what is not understood may.
 */
export const changesShared = (
  mounts: readonly WorkspaceMount[],
  call: { tool: string; input: JsonObject; path: string | null },
): boolean => {
  const { tool, input, path } = call;
  const writable = mounts.filter(({ write }) => write);
  if (writable.length === 0) return false;
  if (tool === 'run') return explainCommand(String(input.command)).effects.some((effect) => effect === 'unknown' || effect === 'outside');
  if (tool !== 'write' && tool !== 'edit') return false;
  return path === null || path === shared || writable.some(({ name }) => `${path}/`.startsWith(`${shared}/${name}/`));
};
