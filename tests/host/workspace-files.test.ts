import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';

let t: HostUnderTest;
let workspaceId: string;
let folder: string;
const outside = mkdtempSync(join(tmpdir(), 'pynchy-outside-'));

beforeAll(async () => {
  t = await startHost();
  const [home] = await t.client.workspaces.list();
  workspaceId = home?.id ?? '';
  folder = home?.folder ?? '';
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  symlinkSync(outside, join(folder, 'way-out'));
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'secret.txt'));
  writeFileSync(join(folder, 'größe ☕.txt'), 'unicode');
});
afterAll(() => t.stop());

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: { data?: { code?: string } }) => error.data?.code ?? error,
  );
const put = (path: string, text: string, replace = false) =>
  t.client.files.upload({
    workspaceId,
    uploadId: `up-${path}-${text}`.slice(0, 80),
    path,
    offset: 0,
    base64: Buffer.from(text).toString('base64'),
    isLast: true,
    replace,
  });
const read = async (path: string): Promise<string> =>
  Buffer.from((await t.client.files.read({ workspaceId, path })).base64, 'base64').toString();
const names = async (path = ''): Promise<string[]> => (await t.client.files.list({ workspaceId, path })).entries.map(({ name }) => name);

describe.each([['while no sandbox runs'], ['through the toolbox of a running sandbox']])('the folder of a workspace %s', (way) => {
  const at = way.startsWith('while') ? 'host' : 'box';
  beforeAll(async () => {
    if (at === 'box') expect((await t.client.workspaces.startSandbox({ id: workspaceId })).state).toBe('ready');
  });

  it('refuses every way out of it, for reading and for writing', async () => {
    for (const path of ['secret.txt', 'way-out/secret.txt', '../outside.txt', '/etc/hostname', 'a/../../x', 'way-out/../secret.txt'])
      expect([path, await codeOf(read(path))], path).not.toEqual([path, 'no refusal']);
    // Inside a sandbox of its own, what the link points to does not even exist.
    expect(await codeOf(read('secret.txt'))).toBe(at === 'host' ? 'file-outside' : 'file-not-there');
    expect(await codeOf(names('way-out'))).toBe(at === 'host' ? 'file-outside' : 'file-not-there');
    expect(await codeOf(put('way-out/new.txt', 'x'))).not.toBe('no refusal');
    expect(await codeOf(put('../new.txt', 'x'))).toBe('file-name-bad');
    expect(await codeOf(t.client.files.makeFolder({ workspaceId, path: 'way-out/sub' }))).not.toBe('no refusal');
    expect(await codeOf(t.client.files.remove({ workspaceId, path: 'way-out/secret.txt' }))).not.toBe('no refusal');
    expect(readdirSync(outside)).toEqual(['secret.txt']);
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
  });

  it('shows links and unicode names, and a link is deleted without what it points to', async () => {
    expect(await read('größe ☕.txt')).toBe('unicode');
    symlinkSync(join(outside, 'secret.txt'), join(folder, `link-${at}`));
    const { entries } = await t.client.files.list({ workspaceId, path: '' });
    expect(entries.find(({ name }) => name === `link-${at}`)?.kind).toBe('link');
    await t.client.files.remove({ workspaceId, path: `link-${at}` });
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
  });

  it('uploads whole files only, replaces none by chance, and puts a deleted one back where it was', async () => {
    const path = `notes/${at}.md`;
    await put(path, 'one');
    expect(await codeOf(put(path, 'two'))).toBe('file-exists');
    expect(await read(path)).toBe('one');
    await put(path, 'three', true);
    const { trashId } = await t.client.files.remove({ workspaceId, path });
    expect(await names('notes')).not.toContain(`${at}.md`);
    expect(await names()).not.toContain('.trash');
    expect(await codeOf(t.client.files.undoRemove({ workspaceId, path, trashId: 'trash_x/../../notes' }))).toBe('file-not-there');
    await t.client.files.undoRemove({ workspaceId, path, trashId });
    expect(await read(path)).toBe('three');
  });
});

it('refuses an upload whose parts do not follow one another, and leaves nothing of it', async () => {
  const part = { workspaceId, uploadId: 'u1', path: 'half.bin', base64: Buffer.from('abc').toString('base64') };
  await t.client.files.upload({ ...part, offset: 0, isLast: false });
  expect(await codeOf(t.client.files.upload({ ...part, offset: 9, isLast: true }))).toBe('file-upload-broken');
  expect(await names()).not.toContain('half.bin');
});

it('gives a folder of 5,000 entries page by page, in the order that was asked for', async () => {
  mkdirSync(join(folder, 'many'));
  for (let n = 0; n < 5_000; n++) writeFileSync(join(folder, 'many', `file-${n}`), 'x'.repeat(n % 7));
  const page = (offset: number) => t.client.files.list({ workspaceId, path: 'many', sort: 'name', offset, limit: 500 });
  const all: string[] = [];
  for (let offset = 0; offset < 5_000; offset += 500) all.push(...(await page(offset)).entries.map(({ name }) => name));
  expect(new Set(all).size).toBe(5_000);
  expect(all.slice(0, 3)).toEqual(['file-0', 'file-1', 'file-2']);
  expect(await page(5_000)).toEqual({ entries: [], total: 5_000, truncated: false });
  const bySize = await t.client.files.list({ workspaceId, path: 'many', sort: 'size', descending: true, limit: 1 });
  expect(bySize.entries[0]?.bytes).toBe(6);
});
