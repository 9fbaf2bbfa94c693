import { fileLimitBytes } from '#contract/toolbox/protocol.ts';
import { type Toolbox, ToolboxError } from '#contract/toolbox/toolbox.ts';
import { toToolboxError } from '../../toolbox/files/fault.ts';
import { listDir, remove } from '../../toolbox/files/list-dir.ts';
import { makeFolder, move } from '../../toolbox/files/move.ts';
import { readFile } from '../../toolbox/files/read-file.ts';
import { createWorkspace } from '../../toolbox/files/workspace.ts';
import { writeFile } from '../../toolbox/files/write-file.ts';

/** The part of a toolbox that is about files. */
export type WorkspaceDisk = Pick<Toolbox, 'list' | 'readFile' | 'writeFile' | 'move' | 'makeFolder' | 'remove'>;

/**
 * The folder of a workspace while no sandbox runs: the same guard as inside one (every folder is opened without following
 * links and verified by its descriptor), with the same refusals.
 */
export const openWorkspaceDisk = (folder: string): WorkspaceDisk => {
  const workspace = createWorkspace(folder);
  const at = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toToolboxError(error, path);
    }
  };
  return {
    list: (path, signal) => at(path, () => listDir(workspace, path, signal)),
    readFile: (path, { maxBytes, offset = 0 }, signal) =>
      at(path, async () => {
        const parts: Uint8Array[] = [];
        const request = { path, offset, maxBytes };
        const { size, hash } = await readFile(workspace, request, async (bytes) => void parts.push(Buffer.from(bytes)), signal);
        return { data: Buffer.concat(parts), size, hash };
      }),
    writeFile: (path, data, { expectHash }, signal) =>
      at(path, () => {
        if (data.length > fileLimitBytes) throw new ToolboxError('too-large', `too-large: ${path}`);
        return writeFile(workspace, { path, data, expectHash }, signal);
      }),
    move: (path, to) => at(path, () => move(workspace, path, to)),
    makeFolder: (path) => at(path, () => makeFolder(workspace, path)),
    remove: (path) => at(path, () => remove(workspace, path)),
  };
};
