import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolboxError } from '../../contract/toolbox/toolbox.ts';
import { errnoOf } from './fault.ts';
import { hashOf, mustBeFile } from './read-file.ts';
import type { Workspace } from './workspace.ts';

export interface WriteRequest {
  readonly path: string;
  readonly data: Uint8Array;
  /** A hash the file must still have; null = it must not exist; undefined = do not look. */
  readonly expectHash: string | null | undefined;
}

/** Writes beside the target and moves it there: readers see the old or the new file, never half of one. Missing folders are made. */
export const writeFile = async (
  workspace: Workspace,
  request: WriteRequest,
  signal: AbortSignal,
): Promise<{ hash: string; created: boolean }> => {
  const { pinned, name } = await workspace.target(request.path);
  const target = join(pinned.dir, name);
  const temporary = join(pinned.dir, `.pynchy-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const before = await present(target, request.path, signal);
    if (typeof request.expectHash === 'string' && before?.hash !== request.expectHash) {
      throw new ToolboxError('changed', `changed: ${request.path}`);
    }
    const hash = await hashInPieces(request.data);
    await fill(temporary, request.data, before?.mode ?? 0o644);
    signal.throwIfAborted();
    if (request.expectHash === null) await link(temporary, target);
    else await rename(temporary, target);
    return { hash, created: before === null };
  } finally {
    await rm(temporary, { force: true });
    await pinned.close();
  }
};

const pieceBytes = 1024 * 1024;

/** A file is hashed in the process that everything else waits for, also by the host where no sandbox runs. */
const hashInPieces = async (data: Uint8Array): Promise<string> => {
  const hash = createHash('sha256');
  for (let at = 0; at < data.length; at += pieceBytes) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    hash.update(data.subarray(at, at + pieceBytes));
  }
  return hash.digest('hex');
};

const present = async (target: string, path: string, signal: AbortSignal): Promise<{ hash: string; mode: number } | null> => {
  try {
    const handle = await open(target, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      await mustBeFile(handle, path);
      return { hash: await hashOf(handle, signal), mode: (await handle.stat()).mode & 0o777 };
    } finally {
      await handle.close();
    }
  } catch (error) {
    // ELOOP: a dangling link, which the move replaces; nothing is written through it.
    if (['ENOENT', 'ELOOP'].includes(errnoOf(error))) return null;
    throw error;
  }
};

const fill = async (temporary: string, data: Uint8Array, mode: number): Promise<void> => {
  const handle = await open(temporary, 'wx', mode);
  try {
    await handle.writeFile(data);
    await handle.chmod(mode);
  } finally {
    await handle.close();
  }
};
