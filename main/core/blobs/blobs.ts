import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder } from '../base/atomic-file.ts';

export interface StoredBlob {
  readonly sha256: string;
  readonly bytes: number;
}
export interface BlobWriter {
  write(chunk: Uint8Array): void;
  /** Durable when it returns; nothing is left behind when it throws. */
  end(): StoredBlob;
  /** Does nothing after `end`. */
  discard(): void;
}
/** Files by content hash, in folders of two letters. The database says who refers to which. */
export interface Blobs {
  writer(): BlobWriter;
  put(data: Uint8Array): StoredBlob;
  has(sha256: string): boolean;
  size(sha256: string): number;
  /** At most `length` bytes from `offset`. */
  read(sha256: string, offset: number, length: number): Buffer;
  stream(sha256: string): AsyncIterable<Uint8Array>;
  /** Removes what nothing refers to and what a killed writer left. Returns how many. */
  sweep(isReferred: (sha256: string) => boolean): number;
}

export const openBlobs = (dir: string): Blobs => {
  const incoming = join(dir, 'incoming');
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  const pathOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a blob name');
    return join(dir, sha256.slice(0, 2), sha256);
  };
  const writer = (): BlobWriter => {
    const temporary = join(incoming, randomBytes(8).toString('hex'));
    const hash = createHash('sha256');
    const fd = openSync(temporary, 'wx', 0o600);
    let bytes = 0;
    let over = false;
    const discard = (): void => {
      if (over) return;
      over = true;
      try {
        closeSync(fd);
      } finally {
        rmSync(temporary, { force: true });
      }
    };
    return {
      write(chunk) {
        for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at);
        hash.update(chunk);
        bytes += chunk.length;
      },
      end() {
        const sha256 = hash.digest('hex');
        const path = pathOf(sha256);
        try {
          fsyncSync(fd);
          const made = mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
          renameSync(temporary, path);
          syncFolder(dirname(path));
          if (made !== undefined) syncFolder(dir);
        } finally {
          // After the rename there is nothing left to remove.
          discard();
        }
        return { sha256, bytes };
      },
      discard,
    };
  };
  return {
    writer,
    put(data) {
      const w = writer();
      try {
        w.write(data);
      } catch (error) {
        w.discard();
        throw error;
      }
      return w.end();
    },
    has: (sha256) => existsSync(pathOf(sha256)),
    size: (sha256) => statSync(pathOf(sha256)).size,
    read(sha256, offset, length) {
      const fd = openSync(pathOf(sha256), 'r');
      try {
        const buffer = Buffer.alloc(length);
        return buffer.subarray(0, readSync(fd, buffer, 0, length, offset));
      } finally {
        closeSync(fd);
      }
    },
    stream: (sha256) => createReadStream(pathOf(sha256)),
    sweep(isReferred) {
      let removed = 0;
      for (const name of readdirSync(incoming)) {
        rmSync(join(incoming, name), { force: true });
        removed++;
      }
      for (const folder of readdirSync(dir).filter((name) => /^[0-9a-f]{2}$/.test(name)))
        for (const name of readdirSync(join(dir, folder)))
          if (!isReferred(name)) {
            rmSync(join(dir, folder, name), { force: true });
            removed++;
          }
      return removed;
    },
  };
};
