import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freeHeapBytes, machineRoom, memoryLimits } from './machine.ts';

it('knows what this computer has and what is free of it', () => {
  const { cores, totalBytes, freeBytes } = machineRoom();
  expect(cores).toBeGreaterThanOrEqual(1);
  expect(freeBytes).toBeGreaterThan(0);
  expect(freeBytes).toBeLessThanOrEqual(totalBytes);
  expect(freeHeapBytes()).toBeGreaterThan(0);
});

it('finds the limits of a control group and of those around it, and what they could give back', () => {
  const root = mkdtempSync(join(tmpdir(), 'pynchy-group-'));
  const group = (path: string, files: Record<string, string>): void => {
    mkdirSync(join(root, path), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, path, name), text);
  };
  group('/', {});
  group('/user', { 'memory.max': '4000\n', 'memory.current': '3000\n', 'memory.stat': 'anon 1\ninactive_file 500\n' });
  group('/user/app', { 'memory.max': 'max\n', 'memory.current': '900\n' });
  group('/user/app/one', { 'memory.max': '1000\n', 'memory.current': '900\n' });
  expect(memoryLimits(root, '/user/app/one')).toEqual([
    { mostBytes: 1000, usedBytes: 900 },
    { mostBytes: 4000, usedBytes: 2500 },
  ]);
  expect(memoryLimits(root, '/nowhere')).toEqual([]);
});
