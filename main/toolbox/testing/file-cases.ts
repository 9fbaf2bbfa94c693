import { chown, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failure, never, runIn, type UnderTest } from './under-test.ts';

/** Files: whole and in part, atomic, and never outside the workspace. */
export const fileCases = (at: UnderTest): void => {
  it('carries binary files and unicode names both ways', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256);
    const path = 'Ordner mit Leerzeichen/naïve 文件 🙂.bin';
    const written = await at.toolbox.writeFile(path, bytes, { expectHash: null }, never);
    expect(written.created).toBe(true);
    const read = await at.toolbox.readFile(`/workspace/${path}`, { maxBytes: 1_000_000 }, never);
    expect(Buffer.compare(read.data, bytes)).toBe(0);
    expect(read).toMatchObject({ size: bytes.length, hash: written.hash });
    expect(Buffer.compare(await readFile(join(at.root, path)), bytes)).toBe(0);
    expect((await runIn(at.toolbox, `wc -c < '${path}'`)).stdout.trim()).toBe('300000');
  });

  it('reads a part of a file with the hash of the whole', async () => {
    const { hash } = await at.toolbox.writeFile('part.txt', Buffer.from('0123456789'), {}, never);
    const part = await at.toolbox.readFile('part.txt', { offset: 3, maxBytes: 4 }, never);
    expect({ text: Buffer.from(part.data).toString(), size: part.size, hash: part.hash }).toEqual({ text: '3456', size: 10, hash });
  });

  it('writes only over what was read', async () => {
    const first = await at.toolbox.writeFile('edit.txt', Buffer.from('one'), {}, never);
    await runIn(at.toolbox, 'echo two > edit.txt');
    expect(await failure(at.toolbox.writeFile('edit.txt', Buffer.from('three'), { expectHash: first.hash }, never))).toBe('changed');
    expect(await failure(at.toolbox.writeFile('edit.txt', Buffer.from('three'), { expectHash: null }, never))).toBe('exists');
    expect(await failure(at.toolbox.writeFile('new.txt', Buffer.from('x'), { expectHash: first.hash }, never))).toBe('changed');
    expect((await readFile(join(at.root, 'edit.txt'), 'utf8')).trim()).toBe('two');
    expect((await at.toolbox.list('.', never)).entries.filter((entry) => entry.name.endsWith('.tmp'))).toEqual([]);
  });

  it('refuses every way out of the workspace', async () => {
    await symlink('/etc', join(at.root, 'etc-link'));
    await symlink('/etc/passwd', join(at.root, 'file-link'));
    await symlink('..', join(at.root, 'up-link'));
    for (const path of ['../x', '/etc/passwd', '/workspace/../etc/passwd', 'etc-link/passwd', 'file-link', 'up-link/x', '/workspace2/x']) {
      const asRead = await failure(at.toolbox.readFile(path, { maxBytes: 10 }, never));
      expect([path, ['outside-workspace', 'not-found'].includes(String(asRead))]).toEqual([path, true]);
      if (path !== 'up-link/x') expect([path, asRead]).toEqual([path, 'outside-workspace']);
    }
    for (const path of ['../x', 'etc-link/x', 'up-link/x', 'file-link']) {
      expect([path, await failure(at.toolbox.writeFile(path, Buffer.from('x'), {}, never))]).toEqual([path, 'outside-workspace']);
    }
    expect(await failure(at.toolbox.list('etc-link', never))).toBe('outside-workspace');
    expect(await failure(at.toolbox.remove('etc-link/passwd', never))).toBe('outside-workspace');
    expect(await failure(at.toolbox.remove('/workspace', never))).toBe('not-permitted');
    expect(await failure(at.toolbox.glob('../*', { limit: 10 }, never))).toBe('outside-workspace');
    expect((await at.toolbox.grep('.', { glob: 'etc-link/**', limit: 10 }, never)).matches).toEqual([]);
    await at.toolbox.remove('etc-link', never);
    expect((await readFile('/etc/passwd', 'utf8')).length).toBeGreaterThan(0);
  });

  it('follows links that stay inside', async () => {
    await writeFile(join(at.root, 'real.txt'), 'inside');
    await symlink('real.txt', join(at.root, 'inner-link'));
    expect(Buffer.from((await at.toolbox.readFile('inner-link', { maxBytes: 10 }, never)).data).toString()).toBe('inside');
  });

  it('lists and removes', async () => {
    await mkdir(join(at.root, 'box/inner'), { recursive: true });
    await writeFile(join(at.root, 'box/file'), '12345');
    if (at.owner !== undefined && process.getuid?.() === 0)
      for (const path of ['box', 'box/inner', 'box/file']) await chown(join(at.root, path), at.owner, at.owner);
    const { entries } = await at.toolbox.list('box', never);
    expect(entries.map(({ name, kind }) => [name, kind])).toEqual([
      ['file', 'file'],
      ['inner', 'dir'],
    ]);
    expect(entries[0]?.bytes).toBe(5);
    await at.toolbox.remove('box', never);
    expect(await failure(at.toolbox.list('box', never))).toBe('not-found');
    expect(await failure(at.toolbox.remove('box', never))).toBe('not-found');
  });

  it('tells a folder, a missing file and a path with a file in it apart', async () => {
    await mkdir(join(at.root, 'folder'), { recursive: true });
    await writeFile(join(at.root, 'plain'), 'x');
    expect(await failure(at.toolbox.readFile('folder', { maxBytes: 1 }, never))).toBe('is-directory');
    expect(await failure(at.toolbox.writeFile('folder', Buffer.from('x'), {}, never))).toBe('is-directory');
    expect(await failure(at.toolbox.readFile('missing', { maxBytes: 1 }, never))).toBe('not-found');
    expect(await failure(at.toolbox.readFile('plain/x', { maxBytes: 1 }, never))).toBe('not-directory');
  });
};
