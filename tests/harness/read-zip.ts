import { readFileSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a zip archive by its table, each unpacked and its checksum compared. Throws when anything does not fit. */
export const readZip = (file: string): ReadonlyMap<string, Buffer> => {
  const zip = readFileSync(file);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new Error('there is no table of files');
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('the table of files is damaged');
    const nameBytes = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    files.set(name, unpack(zip, at, name));
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
};

const unpack = (zip: Buffer, entry: number, name: string): Buffer => {
  const header = zip.readUInt32LE(entry + 42);
  // Both places must say the same: some programs read one, some the other.
  for (const [own, table, bytes] of [
    [8, 10, 2],
    [14, 16, 12],
  ] as const)
    if (!zip.subarray(header + own, header + own + bytes).equals(zip.subarray(entry + table, entry + table + bytes)))
      throw new Error(`${name}: header and table differ`);
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const packed = zip.subarray(start, start + zip.readUInt32LE(entry + 20));
  const data = zip.readUInt16LE(entry + 10) === 8 ? inflateRawSync(packed) : packed;
  if (crc32(data) !== zip.readUInt32LE(entry + 16)) throw new Error(`${name}: the checksum does not fit`);
  if (data.length !== zip.readUInt32LE(entry + 24)) throw new Error(`${name}: the size does not fit`);
  return data;
};
