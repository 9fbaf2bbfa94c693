import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

/** A zip archive that is written piece by piece, so that what goes in need not fit into memory. */
export interface ZipWriter {
  /** One file in the archive; throws ZipTooLarge when the classic format has no room for it. */
  add(name: string, pieces: Iterable<Uint8Array>): void;
  /** Writes the table at the end; returns the size of the archive. */
  end(): number;
  /** Closes without an end; the file is then no archive. */
  discard(): void;
}
export class ZipTooLarge extends Error {}

const deflated = 8;
const stored = 0;
// Small files are packed in one go; larger ones are taken as they are, a piece at a time.
const packedUpToBytes = 8 * 1024 * 1024;
// What the classic format has room for.
const classic = { bytes: 0xffff_fffe, entries: 0xfffe };
const utf8Names = 0x0800;
const ownerOnly = 0o100600;

interface Entry {
  readonly name: Buffer;
  readonly at: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
}

/** Begins an archive in a new file (0600). `when` is the time that every entry carries. */
export const createZip = (file: string, when: Date, most: { bytes: number; entries: number } = classic): ZipWriter => {
  const fd = openSync(file, 'wx', 0o600);
  const stamp = dosTime(when);
  const entries: Entry[] = [];
  let at = 0;
  let isOpen = true;
  const write = (bytes: Uint8Array): void => {
    if (at + bytes.length > most.bytes) throw new ZipTooLarge();
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
    at += bytes.length;
  };
  const close = (): void => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };

  /** What is small comes back whole; what is large has been written already. */
  const take = (pieces: Iterable<Uint8Array>, begin: () => void): { small: Buffer | null; bytes: number; crc: number } => {
    const held: Uint8Array[] = [];
    let bytes = 0;
    let crc = 0;
    let isLarge = false;
    for (const piece of pieces) {
      bytes += piece.length;
      crc = crc32(piece, crc);
      if (isLarge) {
        write(piece);
        continue;
      }
      held.push(piece);
      if (bytes <= packedUpToBytes) continue;
      isLarge = true;
      begin();
      for (const early of held) write(early);
    }
    return { small: isLarge ? null : Buffer.concat(held), bytes, crc };
  };

  return {
    add(rawName, pieces) {
      if (entries.length >= most.entries) throw new ZipTooLarge();
      const name = Buffer.from(rawName);
      const start = at;
      const { small, bytes, crc } = take(pieces, () =>
        write(localHeader(name, stamp, { method: stored, crc: 0, packedBytes: 0, bytes: 0 })),
      );
      const packed = small && deflateRawSync(small);
      const data = small && packed && packed.length < small.length ? packed : small;
      const sizes = { method: data === packed && packed ? deflated : stored, crc, packedBytes: data?.length ?? bytes, bytes };
      if (data) {
        write(localHeader(name, stamp, sizes));
        write(data);
      } else writeAll(fd, localHeader(name, stamp, sizes), start);
      entries.push({ name, at: start, ...sizes });
    },
    end() {
      const start = at;
      for (const entry of entries) write(centralHeader(entry, stamp));
      write(endRecord(entries.length, at - start, start));
      close();
      return at;
    },
    discard: close,
  };
};

const writeAll = (fd: number, bytes: Uint8Array, position: number): void => {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, position + done);
};

type Sizes = Pick<Entry, 'method' | 'crc' | 'packedBytes' | 'bytes'>;
const localHeader = (name: Buffer, stamp: number, { method, crc, packedBytes, bytes }: Sizes): Buffer => {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(utf8Names, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(stamp, 10);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packedBytes, 18);
  header.writeUInt32LE(bytes, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
};

const centralHeader = ({ name, at, method, crc, packedBytes, bytes }: Entry, stamp: number): Buffer => {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((3 << 8) | 20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(utf8Names, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(stamp, 12);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packedBytes, 20);
  header.writeUInt32LE(bytes, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(ownerOnly * 0x1_0000, 38);
  header.writeUInt32LE(at, 42);
  return Buffer.concat([header, name]);
};

const endRecord = (count: number, bytes: number, start: number): Buffer => {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(bytes, 12);
  record.writeUInt32LE(start, 16);
  return record;
};

const dosTime = (when: Date): number => {
  const time = (when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1);
  const date = ((Math.max(1980, when.getFullYear()) - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate();
  return date * 0x1_0000 + time;
};
