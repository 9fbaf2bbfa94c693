import { closeSync, constants, type Dirent, fstatSync, lstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const pieceBytes = 1024 * 1024;

/**
 * Every ordinary file below a folder, by its path from there with slashes. Links are neither followed nor listed; `unreadable`
 * is called for each folder that does not open: a sandbox goes on working there meanwhile.
 */
export function* filesBelow(root: string, unreadable: () => void, folder = root): Generator<string> {
  for (const entry of entriesOf(folder, unreadable)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(root, unreadable, path);
    else if (entry.isFile()) yield relative(root, path).split(sep).join('/');
  }
}

const entriesOf = (folder: string, unreadable: () => void): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    unreadable();
    return [];
  }
};

/**
 * The bytes of one file, a piece at a time. Throws before the first piece when it is no ordinary file or has come to lie
 * outside of `root`: a sandbox may have swapped it since it was listed.
 */
export function* readInside(root: string, path: string): Generator<Uint8Array> {
  const file = join(root, path);
  if (!lstatSync(file).isFile()) throw new Error(`${path} is not an ordinary file`);
  // Without waiting: a pipe that was put in its place would have no other end.
  const fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(fd).isFile()) throw new Error(`${path} is not an ordinary file`);
    const real = process.platform === 'linux' ? realpathSync(`/proc/self/fd/${fd}`) : realpathSync(file);
    if (!real.startsWith(realpathSync(root) + sep)) throw new Error(`${path} lies elsewhere`);
    for (;;) {
      const piece = Buffer.alloc(pieceBytes);
      const read = readSync(fd, piece, 0, pieceBytes, null);
      if (read === 0) return;
      yield piece.subarray(0, read);
    }
  } finally {
    closeSync(fd);
  }
}
