import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readZip } from '../../../../tests/harness/read-zip.ts';
import { createZip, ZipTooLarge } from '../../base/zip-writer.ts';
import { filesBelow, readInside } from './workspace-files.ts';
import { writeExport } from './write-export.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pynchy-export-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const when = new Date(2026, 2, 14, 9, 30);
it('writes an archive whose headers, table and checksums fit, small files packed and large ones piece by piece', () => {
  const file = join(dir, 'a.zip');
  const zip = createZip(file, when);
  const piece = Buffer.alloc(1024 * 1024, 'x');
  zip.add('größe.txt', [Buffer.from('ä'.repeat(10_000))]);
  zip.add('empty', []);
  zip.add(
    'large',
    Array.from({ length: 10 }, () => piece),
  );
  const bytes = zip.end();
  expect(readFileSync(file).length).toBe(bytes);
  const sizes = [...readZip(file)].map(([name, data]) => [name, data.length]);
  expect(Object.fromEntries(sizes)).toEqual({ 'größe.txt': 20_000, empty: 0, large: 10 * 1024 * 1024 });
});

it('says so when there is no room for more, instead of writing a broken archive', () => {
  const zip = createZip(join(dir, 'a.zip'), when, { bytes: 2_000, entries: 2 });
  try {
    expect(() => zip.add('large', [Buffer.alloc(3_000, 'x')])).not.toThrow();
    expect(() => zip.add('larger', [randomBytes(3_000)])).toThrow(ZipTooLarge);
    zip.add('b', []);
    expect(() => zip.add('c', [])).toThrow(ZipTooLarge);
  } finally {
    zip.discard();
  }
});

// The other programs that people have are not ours to choose; where Python is there, its strict reader is asked too.
const hasPython = spawnSync('python3', ['--version']).status === 0;
it.skipIf(!hasPython)('is read by another program (needs python3)', () => {
  const file = join(dir, 'a.zip');
  const zip = createZip(file, when);
  zip.add('größe.txt', [Buffer.from('ä'.repeat(10_000))]);
  zip.add(
    'large',
    Array.from({ length: 10 }, () => Buffer.alloc(1024 * 1024, 'y')),
  );
  zip.end();
  expect(spawnSync('python3', ['-m', 'zipfile', '-t', file]).stdout.toString()).toContain('Done testing');
});

const notExpected = (): never => {
  throw new Error('every folder can be read');
};
it('takes only what lies in the folder: links are not followed, and one that was swapped in later is refused', () => {
  const root = join(dir, 'workspace');
  mkdirSync(join(root, 'sub'), { recursive: true });
  writeFileSync(join(root, 'sub', 'mine.txt'), 'mine');
  writeFileSync(join(dir, 'secret.txt'), 'secret');
  symlinkSync(join(dir, 'secret.txt'), join(root, 'link.txt'));
  symlinkSync(dir, join(root, 'out'));
  expect([...filesBelow(root, notExpected)]).toEqual(['sub/mine.txt']);
  expect(Buffer.concat([...readInside(root, 'sub/mine.txt')]).toString()).toBe('mine');
  expect(() => [...readInside(root, 'link.txt')]).toThrow();
  expect(() => [...readInside(root, 'out/secret.txt')]).toThrow();
});

it('goes on when a folder is taken away while it is being listed, and counts it', () => {
  const root = join(dir, 'workspace');
  mkdirSync(join(root, 'build', 'cache'), { recursive: true });
  writeFileSync(join(root, 'a.txt'), 'a');
  writeFileSync(join(root, 'z.txt'), 'z');
  let gone = 0;
  const listed: string[] = [];
  for (const path of filesBelow(root, () => gone++)) {
    listed.push(path);
    rmSync(join(root, 'build'), { recursive: true, force: true });
  }
  expect([listed, gone]).toEqual([['a.txt', 'z.txt'], 1]);
});

it('refuses a pipe that was put in the place of a file, without waiting for its other end', () => {
  spawnSync('mkfifo', [join(dir, 'pipe')]);
  expect(() => [...readInside(dir, 'pipe')]).toThrow();
});

it('says that the disk is full, and leaves nothing half there', () => {
  const { writeSync } = fs;
  const into = join(dir, 'exports');
  mkdirSync(into);
  fs.writeSync = (() => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  }) as typeof writeSync;
  syncBuiltinESMExports();
  try {
    const job = { file: join(into, 'a.zip'), at: 0, blobsDir: dir, workspaces: [], settings: {} };
    expect(writeExport({ all: () => [] }, job)).toEqual({ ok: false, code: 'disk-full' });
    expect(readdirSync(into)).toEqual([]);
  } finally {
    fs.writeSync = writeSync;
    syncBuiltinESMExports();
  }
});
