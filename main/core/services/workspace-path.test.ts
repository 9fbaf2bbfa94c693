import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realPathIn } from './workspace-path.ts';

const folder = mkdtempSync(join(tmpdir(), 'pynchy-paths-'));
mkdirSync(join(folder, 'taxes/2026'), { recursive: true });
writeFileSync(join(folder, 'taxes/2026/a.txt'), 'x');
symlinkSync('taxes', join(folder, 'link'));
symlinkSync('/etc', join(folder, 'out'));
symlinkSync('taxes/not-yet', join(folder, 'dangling'));
symlinkSync('loop', join(folder, 'loop'));

it.each([
  ['taxes/2026/a.txt', 'taxes/2026/a.txt'],
  ['/workspace/taxes', 'taxes'],
  [`${folder}/taxes`, 'taxes'],
  ['link/2026/a.txt', 'taxes/2026/a.txt'],
  ['link/new/deep.txt', 'taxes/new/deep.txt'],
  ['x/../taxes/./2026//', 'taxes/2026'],
  ['.', ''],
  ['not/there/yet', 'not/there/yet'],
  ['taxes/2026/a.txt/below-a-file', 'taxes/2026/a.txt/below-a-file'],
  ['dangling', null],
  ['dangling/below', null],
  ['loop', null],
  ['out/passwd', null],
  ['../elsewhere', null],
  ['/etc/passwd', null],
  ['a\0b', null],
])('%j is really %j', (path, real) => {
  expect(realPathIn(folder, path)).toBe(real);
});
