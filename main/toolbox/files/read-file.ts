import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { chunkBytes } from '../../contract/toolbox/protocol.ts';
import { ToolboxError } from '../../contract/toolbox/toolbox.ts';
import type { Workspace } from './workspace.ts';

/** Passes on `maxBytes` from `offset` and hashes the whole file, in one pass and in constant memory. */
export const readFile = async (
  workspace: Workspace,
  request: { path: string; offset: number; maxBytes: number },
  emit: (bytes: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<{ size: number; hash: string }> => {
  const handle = await workspace.open(request.path);
  try {
    await mustBeFile(handle, request.path);
    const end = request.offset + request.maxBytes;
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of chunksOf(handle, signal)) {
      hash.update(chunk);
      const wanted = chunk.subarray(Math.max(0, request.offset - size), Math.max(0, end - size));
      size += chunk.length;
      if (wanted.length > 0) await emit(wanted);
    }
    return { size, hash: hash.digest('hex') };
  } finally {
    await handle.close();
  }
};

/** The sha-256 of an open file as it is now. */
export const hashOf = async (handle: FileHandle, signal: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(handle, signal)) hash.update(chunk);
  return hash.digest('hex');
};

/** Folders, pipes and devices are not read. */
export const mustBeFile = async (handle: FileHandle, path: string): Promise<void> => {
  const kind = await handle.stat();
  if (kind.isDirectory()) throw new ToolboxError('is-directory', `is-directory: ${path}`);
  if (!kind.isFile()) throw new ToolboxError('not-permitted', `not a file: ${path}`);
};

async function* chunksOf(handle: FileHandle, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    signal.throwIfAborted();
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
