import fs, { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openBlobs } from './blobs.ts';

const { fsyncSync } = fs;
afterEach(() => watchSync(fsyncSync));
const watchSync = (instead: typeof fsyncSync): void => {
  fs.fsyncSync = instead;
  syncBuiltinESMExports();
};
const dir = (): string => mkdtempSync(join(tmpdir(), 'pynchy-blobs-'));

it('keeps equal content once and reads any part of it', () => {
  const blobs = openBlobs(dir());
  const first = blobs.put(Buffer.from('hällo'));
  expect(blobs.put(Buffer.from('hällo'))).toEqual(first);
  expect(blobs.read(first.sha256, 1, 2).toString()).toBe('ä');
});

it('sweeps what nothing refers to and what a killed writer left', () => {
  const home = dir();
  const blobs = openBlobs(home);
  const kept = blobs.put(Buffer.from('kept'));
  const loose = blobs.put(Buffer.from('loose'));
  blobs.writer().write(Buffer.from('half'));
  expect(openBlobs(home).sweep((sha) => sha === kept.sha256)).toBe(2);
  expect(blobs.has(kept.sha256)).toBe(true);
  expect(blobs.has(loose.sha256)).toBe(false);
  expect(readdirSync(join(home, 'incoming'))).toEqual([]);
});

it('refuses a name that is not a hash', () => {
  expect(() => openBlobs(dir()).has('../../etc/passwd')).toThrow('not a blob name');
});

it('makes the file durable, and the folders that its name stands in', () => {
  const synced: string[] = [];
  const home = dir();
  watchSync((fd) => {
    synced.push(fs.readlinkSync(`/proc/self/fd/${fd}`).replace(home, ''));
    fsyncSync(fd);
  });
  const { sha256 } = openBlobs(home).put(Buffer.from('kept'));
  expect(synced.map((path) => path.replace(/incoming\/.*/, 'incoming/…'))).toEqual(['/incoming/…', `/${sha256.slice(0, 2)}`, '']);
});

it('leaves neither an open file nor half a blob when the disk fails at the end', () => {
  const home = dir();
  const blobs = openBlobs(home);
  const openFiles = (): number => readdirSync('/proc/self/fd').length;
  const before = openFiles();
  const writer = blobs.writer();
  writer.write(Buffer.from('kept'));
  watchSync(() => {
    throw new Error('EIO');
  });
  expect(() => writer.end()).toThrow('EIO');
  expect([openFiles(), readdirSync(join(home, 'incoming'))]).toEqual([before, []]);
});

it('leaves nothing behind when the place of a blob is taken, and can be discarded after', () => {
  const home = dir();
  const blobs = openBlobs(home);
  const { sha256 } = blobs.put(Buffer.from('kept'));
  rmSync(join(home, sha256.slice(0, 2)), { recursive: true });
  writeFileSync(join(home, sha256.slice(0, 2)), '');
  const writer = blobs.writer();
  writer.write(Buffer.from('kept'));
  expect(() => writer.end()).toThrow();
  writer.discard();
  expect(readdirSync(join(home, 'incoming'))).toEqual([]);
});
