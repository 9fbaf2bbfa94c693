import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openZip, ZipRefused } from './zip-reader.ts';
import { createZip } from './zip-writer.ts';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pynchy-zip-'));
  file = join(dir, 'a.zip');
  const zip = createZip(file, new Date(2026, 2, 14));
  zip.add('größe.txt', [Buffer.alloc(5_000, 'x')]);
  zip.add('large.bin', [Buffer.alloc(9 * 1024 * 1024, 'y')]);
  zip.end();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Where the table's line of the entry at this place begins, and the bytes. */
const changed = (change: (bytes: Buffer, line: number, header: number) => void, place = 0): void => {
  const bytes = readFileSync(file);
  let line = bytes.readUInt32LE(bytes.length - 22 + 16);
  for (let i = 0; i < place; i++) line += 46 + bytes.readUInt16LE(line + 28);
  change(bytes, line, bytes.readUInt32LE(line + 42));
  writeFileSync(file, bytes);
};
const readAll = async (): Promise<Record<string, number>> => {
  const zip = await openZip(file);
  try {
    const sizes: Record<string, number> = {};
    for (const entry of zip.entries) {
      let bytes = 0;
      for await (const piece of zip.read(entry)) bytes += piece.length;
      sizes[entry.name] = bytes;
    }
    return sizes;
  } finally {
    await zip.close();
  }
};
const why = (): Promise<string> =>
  readAll().then(
    () => 'nothing',
    (error: unknown) => (error instanceof ZipRefused ? error.why : String(error)),
  );

it('reads what the writer wrote, packed and as it is', async () => {
  expect(await readAll()).toEqual({ 'größe.txt': 5_000, 'large.bin': 9 * 1024 * 1024 });
});

it('refuses what unpacks to more than was announced, and what was announced as too much', async () => {
  changed((bytes, line) => bytes.writeUInt32LE(100, line + 24));
  expect(await why()).toBe('damaged');
  changed((bytes, line) => bytes.writeUInt32LE(0x7fff_ffff, line + 24));
  expect(await why()).toBe('unsafe');
});

it('refuses a changed byte, a link, an encrypted entry, and two entries that share bytes', async () => {
  const whole = readFileSync(file);
  const tries: [(bytes: Buffer, line: number, header: number) => void, string, number?][] = [
    [(bytes, _, header) => bytes.writeUInt8((bytes[header + 2_000] ?? 0) ^ 1, header + 2_000), 'damaged', 1],
    [(bytes, line) => bytes.writeUInt32LE((0o120777 << 16) >>> 0, line + 38), 'unsafe'],
    [(bytes, line) => bytes.writeUInt16LE(0x0801, line + 8), 'not-zip'],
    [(bytes, line) => bytes.writeUInt32LE(10, line + 42), 'unsafe', 1],
    [(bytes, line) => bytes.write('../a.txt  ', line + 46), 'unsafe'],
  ];
  for (const [change, expected, place] of tries) {
    writeFileSync(file, whole);
    changed(change, place);
    expect(await why()).toBe(expected);
  }
});

it('refuses an archive that was cut, and what is none', async () => {
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, whole.length - 40));
  expect(await why()).toBe('not-zip');
  writeFileSync(file, whole.subarray(whole.length - 300));
  expect(await why()).not.toBe('nothing');
  writeFileSync(file, '');
  expect(await why()).toBe('not-zip');
});
