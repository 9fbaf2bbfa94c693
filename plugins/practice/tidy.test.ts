import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTestWorkspace } from './test-workspace.ts';

const filesOf = (dir: string): string[] => {
  const cwd = join(dir, 'samples');
  return globSync('**/*', { cwd })
    .filter((p) => statSync(join(cwd, p)).isFile())
    .sort();
};

test('tidying shows the plan, then moves exactly that, and the undo brings every file back', async () => {
  using w = createTestWorkspace();
  const before = filesOf(w.dir);
  const tidy = await w.tell('Tidy the downloads');
  expect(tidy.calls.map((c) => c.tool)).toEqual(['run', 'run']);
  expect(tidy.said).toContain("| mum's birthday song.wav | Music/ |");
  expect(tidy.final).toContain('Moved 15 files of samples/downloads into 7 folders');
  expect(tidy.final).toContain(
    '- Pictures: IMG_20260314_093012 (1).png, IMG_20260314_093012.png, cat but upside down.gif, logo-final-FINAL-v7.svg',
  );
  expect(filesOf(w.dir)).toContain("downloads/Music/mum's birthday song.wav");
  expect(filesOf(w.dir)).toContain('downloads/Documents/readme-readme.TXT');

  const undo = await w.tell('undo it');
  expect(undo.final).toContain('Put 15 files back into samples/downloads');
  expect(filesOf(w.dir)).toEqual(before);
  expect((await w.tell('undo it')).final).toContain('There is nothing to undo');
});

test('a tidy folder stays as it is', async () => {
  using w = createTestWorkspace();
  await w.tell('Tidy the downloads');
  const again = await w.tell('Tidy the downloads');
  expect(again.calls).toHaveLength(1);
  expect(again.final).toBe('samples/downloads has no loose files: it is tidy already.');
});

test('a file of the same name is never replaced, neither by tidying nor by the undo', async () => {
  using w = createTestWorkspace();
  const downloads = join(w.dir, 'samples/downloads');
  mkdirSync(join(downloads, 'Documents'));
  writeFileSync(join(downloads, 'Documents/scan0001.pdf'), 'older');
  const tidy = await w.tell('Tidy the downloads');
  expect(tidy.final).toContain('- scan0001.pdf: Documents has a file of that name');
  expect(readFileSync(join(downloads, 'Documents/scan0001.pdf'), 'utf8')).toBe('older');

  writeFileSync(join(downloads, 'invoice (3).pdf'), 'newer');
  const undo = await w.tell('Undo the tidy');
  expect(undo.final).toContain('- ./Documents/invoice (3).pdf: its old name is taken');
  expect(readFileSync(join(downloads, 'invoice (3).pdf'), 'utf8')).toBe('newer');
});

test('file names that are shell code are only names', async () => {
  using w = createTestWorkspace();
  const downloads = join(w.dir, 'samples/downloads');
  for (const name of ['$(touch hacked).txt', '-rf.txt', '`id`.png', 'it\'s "quoted".md', '100%s\\n.csv'])
    writeFileSync(join(downloads, name), 'x');
  const before = filesOf(w.dir);
  const tidy = await w.tell('Tidy the downloads');
  expect(tidy.final).toContain('Moved 20 files');
  expect(filesOf(w.dir)).toContain('downloads/Documents/$(touch hacked).txt');
  expect((await w.tell('Undo the tidy')).final).toContain('Put 20 files back');
  expect(filesOf(w.dir)).toEqual(before);
});

test('without a shell the plan ends with what is missing', async () => {
  using w = createTestWorkspace();
  const { final } = await w.tell('Tidy the downloads', { tools: ['read'] });
  expect(final).toBe('This needs the tool “run”, and this workspace does not offer it. Nothing was done.');
});
