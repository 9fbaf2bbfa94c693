import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface LogPage {
  /** As they stand in the file, oldest first. */
  readonly lines: readonly string[];
  /** Pass it to read what comes before; null at the beginning of the log. */
  readonly before: string | null;
}

const filesKept = 9;
const chunkBytes = 64 * 1024;
// A rare word in a long log: the reader gets a short page soon and asks for the next one.
const mostBytes = 4 * 1024 * 1024;

/**
 * The newest `limit` lines that `wants` takes, before `before`, read backwards from the end: a log of any size costs the
 * same. Places are told by file number and offset, so that they hold while the log is rotated.
 */
export const readLogPage = async (
  dir: string,
  o: { readonly wants: (line: string) => boolean; readonly before: string | null; readonly limit: number },
): Promise<LogPage> => {
  const files = await filesIn(dir);
  const [fromIno, fromOffset] = o.before?.split(':') ?? [];
  const first = o.before === null ? 0 : files.findIndex(({ ino }) => ino === fromIno);
  if (first < 0) return { lines: [], before: null };
  const found: string[] = [];
  let scanned = 0;
  for (const [n, file] of files.slice(first).entries()) {
    const end = n === 0 && fromOffset !== undefined ? Math.min(Number(fromOffset), file.bytes) : file.bytes;
    for await (const { line, at } of linesBackwards(file.path, end)) {
      scanned += Buffer.byteLength(line) + 1;
      if (line !== '' && o.wants(line)) found.push(line);
      if (found.length === o.limit || scanned > mostBytes) return { lines: found.reverse(), before: `${file.ino}:${at}` };
    }
  }
  return { lines: found.reverse(), before: null };
};

const filesIn = async (dir: string): Promise<{ path: string; ino: string; bytes: number }[]> => {
  const names = Array.from({ length: filesKept + 1 }, (_, n) => (n === 0 ? 'host.log' : `host.${n}.log`));
  const all = await Promise.all(
    names.map(async (name) => {
      const path = join(dir, name);
      // A file that is not there yet, or was rotated away meanwhile.
      const info = await stat(path).catch(() => null);
      return info === null ? null : { path, ino: String(info.ino), bytes: info.size };
    }),
  );
  return all.filter((file) => file !== null);
};

/** Each line before `end`, the last one first, with the offset of its first byte. */
async function* linesBackwards(path: string, end: number): AsyncGenerator<{ line: string; at: number }> {
  const file = await open(path, 'r');
  try {
    let rest = Buffer.alloc(0);
    let at = end;
    while (at > 0) {
      const from = Math.max(0, at - chunkBytes);
      const chunk = Buffer.alloc(at - from);
      await file.read(chunk, 0, chunk.length, from);
      rest = Buffer.concat([chunk, rest]);
      at = from;
      for (;;) {
        const cut = rest.lastIndexOf(10, rest.length - 2);
        if (cut < 0) break;
        yield { line: withoutEnd(rest.subarray(cut + 1)), at: from + cut + 1 };
        rest = rest.subarray(0, cut + 1);
      }
    }
    if (rest.length > 0) yield { line: withoutEnd(rest), at: 0 };
  } finally {
    await file.close();
  }
}

const withoutEnd = (bytes: Buffer): string => bytes.toString('utf8').replace(/\r?\n$/, '');
