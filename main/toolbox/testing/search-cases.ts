import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failure, never, runIn, type UnderTest } from './under-test.ts';

/** Looking for files and for text in them. */
export const searchCases = (at: UnderTest): void => {
  it('finds files newest first and says when there are more', async () => {
    await mkdir(join(at.root, 'find/deep/node_modules'), { recursive: true });
    for (const [index, name] of ['old.ts', 'deep/new.ts', 'deep/node_modules/lib.ts', 'note.md'].entries()) {
      await writeFile(join(at.root, 'find', name), 'x');
      await utimes(join(at.root, 'find', name), 1_000 + index, 1_000 + index);
    }
    expect(await at.toolbox.glob('find/**/*.{ts,md}', { limit: 10 }, never)).toEqual({
      paths: ['find/note.md', 'find/deep/new.ts', 'find/old.ts'],
      truncated: false,
    });
    expect(await at.toolbox.glob('find/**/*.ts', { limit: 1 }, never)).toEqual({ paths: ['find/deep/new.ts'], truncated: true });
    expect((await at.toolbox.glob('find/**/node_modules/*.ts', { limit: 10 }, never)).paths).toEqual(['find/deep/node_modules/lib.ts']);
  });

  it('searches text and says what is wrong with a pattern', async () => {
    await mkdir(join(at.root, 'grep'), { recursive: true });
    await writeFile(join(at.root, 'grep/a.txt'), 'first\r\nNeedle 1\r\n');
    await writeFile(join(at.root, 'grep/b.txt'), 'needle 2\nneedle 3\n');
    await writeFile(join(at.root, 'grep/c.bin'), Buffer.from('needle\0'));
    const found = await at.toolbox.grep('^needle \\d$', { glob: 'grep/*', ignoreCase: true, limit: 10 }, never);
    expect(found.matches.sort((x, y) => (x.text < y.text ? -1 : 1))).toEqual([
      { path: 'grep/a.txt', line: 2, text: 'Needle 1' },
      { path: 'grep/b.txt', line: 1, text: 'needle 2' },
      { path: 'grep/b.txt', line: 2, text: 'needle 3' },
    ]);
    expect((await at.toolbox.grep('needle', { glob: 'grep/*', limit: 1 }, never)).truncated).toBe(true);
    expect(await failure(at.toolbox.grep('(', { limit: 1 }, never))).toBe('bad-pattern');
  });

  it('stops a search that would take for ever, and goes on working', async () => {
    await writeFile(join(at.root, 'evil.txt'), `${'a'.repeat(60)}!`);
    const cancel = new AbortController();
    const search = failure(at.toolbox.grep('^(a+)+$', { glob: 'evil.txt', limit: 1 }, cancel.signal));
    expect((await runIn(at.toolbox, 'echo still here')).stdout).toBe('still here\n');
    cancel.abort();
    expect(await search).toBe('cancelled');
    expect(at.placed.stuck()).toBe(0);
  });
};
