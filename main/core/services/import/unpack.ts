import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ZipRefused } from '../../base/zip-reader.ts';
import type { Blobs } from '../../blobs/blobs.ts';
import type { Archive } from './read-archive.ts';

export interface Unpacking {
  readonly signal: AbortSignal;
  readonly told: (bytes: number) => void;
}

/** Attachments and long outputs, each compared with the hash that is its name. Returns the hashes. */
export const unpackAttachments = async (archive: Archive, blobs: Blobs, { signal, told }: Unpacking): Promise<ReadonlySet<string>> => {
  for (const { entry, sha256 } of archive.attachments) {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new ZipRefused('unsafe', `${entry.name.slice(0, 100)} is not named by a hash.`);
    const writer = blobs.writer();
    try {
      for await (const piece of archive.read(entry)) {
        signal.throwIfAborted();
        writer.write(piece);
        told(piece.length);
      }
      const stored = writer.end();
      if (stored.sha256 !== sha256) throw new ZipRefused('damaged', `${entry.name} is another file than its name says.`);
    } finally {
      writer.discard();
    }
  }
  return new Set(archive.attachments.map(({ sha256 }) => sha256));
};

/** The files of one workspace into a new, empty folder. Returns how many, and how many this computer cannot name. */
export const unpackFiles = async (
  archive: Archive,
  o: { folder: string; into: string },
  { signal, told }: Unpacking,
): Promise<{ files: number; skipped: number }> => {
  let files = 0;
  let skipped = 0;
  await mkdir(o.into, { mode: 0o700 });
  for (const { entry, path } of archive.files.filter(({ folder }) => folder === o.folder)) {
    const target = join(o.into, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    // Where big and small letters are the same, two names may be one.
    const handle = await open(target, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST' || error.code === 'EINVAL' || error.code === 'ENAMETOOLONG') return null;
      throw error;
    });
    if (handle === null) {
      skipped += 1;
      told(entry.bytes);
      continue;
    }
    try {
      for await (const piece of archive.read(entry)) {
        signal.throwIfAborted();
        await handle.writeFile(piece);
        told(piece.length);
      }
      files += 1;
    } finally {
      await handle.close();
    }
  }
  return { files, skipped };
};
