import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

export interface ZipEntry {
  readonly name: string;
  /** Unpacked. */
  readonly bytes: number;
}
/** A zip archive that is read piece by piece. Nothing of it is believed before it was checked. */
export interface ZipReader {
  readonly entries: readonly ZipEntry[];
  /** The bytes of one entry; throws ZipRefused when they are not what the table says. */
  read(entry: ZipEntry): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}
/** `not-zip`: not an archive, or of a kind that is not read; `damaged`; `unsafe`: names, links or sizes that harm. */
export class ZipRefused extends Error {
  readonly why: 'not-zip' | 'damaged' | 'unsafe';
  constructor(why: ZipRefused['why'], detail: string) {
    super(detail);
    this.name = 'ZipRefused';
    this.why = why;
  }
}

interface Located extends ZipEntry {
  readonly at: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
}

const pieceBytes = 1024 * 1024;
const endBytes = 22;
const mostTableBytes = 64 * 1024 * 1024;
// What is packed is unpacked in one go, beside the main loop.
const mostPackedBytes = 256 * 1024 * 1024;
const stored = 0;
const deflated = 8;

/** Opens an archive and checks its table: sizes, names, kinds and that no two entries share bytes. Throws ZipRefused. */
export const openZip = async (file: string): Promise<ZipReader> => {
  const handle = await open(file, 'r');
  try {
    const entries = await tableOf(handle);
    return {
      entries,
      read: (entry) => readEntry(handle, entry as Located),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
};

const bytesAt = async (handle: FileHandle, at: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(buffer, done, length - done, at + done);
    if (bytesRead === 0) throw new ZipRefused('damaged', 'the archive ends too early');
    done += bytesRead;
  }
  return buffer;
};

const tableOf = async (handle: FileHandle): Promise<Located[]> => {
  const { size } = await handle.stat();
  const tailBytes = Math.min(size, endBytes + 0xffff);
  const tail = await bytesAt(handle, size - tailBytes, tailBytes);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || tail.length - end < endBytes) throw new ZipRefused('not-zip', 'there is no table of files');
  const [count, tableBytes, tableAt] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (tableBytes > mostTableBytes || tableAt + tableBytes > size) throw new ZipRefused('damaged', 'the table of files does not fit');
  const table = await bytesAt(handle, tableAt, tableBytes);
  const entries: Located[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > table.length || table.readUInt32LE(at) !== 0x02014b50) throw new ZipRefused('damaged', 'the table of files is damaged');
    const nameBytes = table.readUInt16LE(at + 28);
    entries.push(entryAt(table, at, nameBytes));
    at += 46 + nameBytes + table.readUInt16LE(at + 30) + table.readUInt16LE(at + 32);
  }
  checkApart(entries, tableAt);
  return entries;
};

const entryAt = (table: Buffer, at: number, nameBytes: number): Located => {
  const raw = table.subarray(at + 46, at + 46 + nameBytes);
  const name = raw.toString('utf8');
  const [flags, method, mode] = [table.readUInt16LE(at + 8), table.readUInt16LE(at + 10), table.readUInt32LE(at + 38) >>> 16];
  if (!Buffer.from(name).equals(raw)) throw new ZipRefused('unsafe', 'a name is not UTF-8');
  checkName(name);
  // Encrypted, or with sizes that stand elsewhere than in the table.
  if ((flags & 0x1) !== 0 || (method !== stored && method !== deflated)) throw new ZipRefused('not-zip', `${name}: packed in another way`);
  const kind = mode & 0o170000;
  if (kind !== 0 && kind !== 0o100000 && !(kind === 0o040000 && name.endsWith('/'))) throw new ZipRefused('unsafe', `${name} is no file`);
  const entry = {
    name,
    method,
    crc: table.readUInt32LE(at + 16),
    packedBytes: table.readUInt32LE(at + 20),
    bytes: table.readUInt32LE(at + 24),
    at: table.readUInt32LE(at + 42),
  };
  if ([entry.packedBytes, entry.bytes, entry.at].includes(0xffff_ffff))
    throw new ZipRefused('not-zip', `${name}: larger than is read here`);
  if (method === stored && entry.bytes !== entry.packedBytes) throw new ZipRefused('damaged', `${name}: two sizes`);
  if (method === deflated && entry.bytes > mostPackedBytes) throw new ZipRefused('unsafe', `${name}: unpacks to too much`);
  return entry;
};

/** Only what stays below the folder into which it is unpacked, on every system. */
const checkName = (name: string): void => {
  const parts = name.replace(/\/$/, '').split('/');
  const isBad =
    name.includes('\0') ||
    name.includes('\\') ||
    /^[a-z]:/i.test(name) ||
    parts.some((part) => part === '' || part === '.' || part === '..');
  if (isBad || name.length > 4096) throw new ZipRefused('unsafe', `the name ${JSON.stringify(name.slice(0, 100))} leads elsewhere`);
};

const checkApart = (entries: readonly Located[], tableAt: number): void => {
  if (new Set(entries.map(({ name }) => name)).size < entries.length) throw new ZipRefused('unsafe', 'a name stands there twice');
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    if (entry.at < end || entry.at + 30 + entry.packedBytes > tableAt)
      throw new ZipRefused('unsafe', `${entry.name} shares bytes with another`);
    end = entry.at + 30 + entry.packedBytes;
  }
};

async function* readEntry(handle: FileHandle, entry: Located): AsyncGenerator<Buffer> {
  const header = await bytesAt(handle, entry.at, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw new ZipRefused('damaged', `${entry.name} is not where the table says`);
  const start = entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  let crc = 0;
  let bytes = 0;
  for await (const piece of entry.method === deflated ? unpacked(handle, start, entry) : asTheyAre(handle, start, entry.bytes)) {
    crc = crc32(piece, crc);
    bytes += piece.length;
    yield piece;
  }
  if (bytes !== entry.bytes || crc !== entry.crc) throw new ZipRefused('damaged', `${entry.name} is not what was packed`);
}

async function* asTheyAre(handle: FileHandle, start: number, bytes: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < bytes; done += pieceBytes) yield bytesAt(handle, start + done, Math.min(pieceBytes, bytes - done));
}

async function* unpacked(handle: FileHandle, start: number, entry: Located): AsyncGenerator<Buffer> {
  if (entry.packedBytes > mostPackedBytes) throw new ZipRefused('unsafe', `${entry.name}: packed to more than it holds`);
  const packed = await bytesAt(handle, start, entry.packedBytes);
  // One byte more than was announced is already too much.
  const whole = await inflate(packed, { maxOutputLength: Math.max(1, entry.bytes) }).catch((cause: unknown) => {
    throw new ZipRefused('damaged', `${entry.name} cannot be unpacked: ${String(cause)}`);
  });
  for (let at = 0; at < whole.length; at += pieceBytes) yield whole.subarray(at, at + pieceBytes);
}
