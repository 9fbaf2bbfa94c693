import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBlobs } from './blobs.ts';

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
