import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { uploadPieceBytes } from '#contract/model/files.ts';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { createZip } from '#core/base/zip-writer.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { readZip } from '../harness/read-zip.ts';
import { outcome, say } from '../harness/talk.ts';

let from: HostUnderTest;
let to: HostUnderTest;
/** What `live` left. */
let file: string;
const clock = createFakeClock();
beforeAll(async () => {
  from = await startHost({ clock });
  file = await live(from);
});
afterAll(() => from.stop());
beforeEach(async () => {
  to = await startHost();
});
afterEach(() => to.stop());

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: { data?: { code?: string } }) => error.data?.code ?? error,
  );

/** Chats with tools, an attachment, a long output and a branch; a memory, a task, a second workspace, files and settings. */
const live = async (t: HostUnderTest): Promise<string> => {
  await t.client.accounts.add({ name: 'work', provider: 'anthropic', key: 'sk-ant-canary-import' });
  await t.client.workspaces.add({ name: 'garden', accounts: ['practice', 'work'], template: 'household' });
  const garden = await t.client.chats.open({ workspace: 'garden', surface: 'desktop' });
  const [home] = await t.client.workspaces.list();
  writeFileSync(join(home?.folder ?? '', 'notes.txt'), 'a note');
  const { uploadId } = await t.client.blobs.begin({ chatId: t.chatId, name: 'bill.txt', bytes: 4 });
  await t.client.blobs.piece({ uploadId, offset: 0, data: new Blob(['12.5']) });
  const { sha256 } = await t.client.blobs.end({ uploadId });
  const bill = await t.client.messages.send({ chatId: t.chatId, text: 'a bill', clientId: 'bill', files: [sha256] });
  const draft = await t.client.blobs.begin({ chatId: t.chatId, name: 'draft.txt', bytes: 5 });
  await t.client.blobs.piece({ uploadId: draft.uploadId, offset: 0, data: new Blob(['draft']) });
  await t.client.blobs.end({ uploadId: draft.uploadId });
  const { turn } = await say(t.client, t.chatId, 'run seq 1 40000');
  lookedAndMissed(t, { messageId: bill.messageId, stepId: turn?.steps.find(({ tool }) => tool !== null)?.id ?? '', sha256 });
  await say(t.client, t.chatId, 'remember that my cat is called Mia');
  await say(t.client, garden.id, 'write "roses" to bed.md');
  await t.client.memories.add({ workspaceId: garden.workspaceId, key: 'roses', text: 'red' });
  await say(t.client, t.chatId, 'Remind me in one minute to stretch');
  const { messages } = await t.client.chats.thread({ chatId: garden.id });
  const first = messages.find(({ origin }) => origin === 'human');
  const edited = await t.client.turns.editAndResend({ messageId: first?.id ?? '', text: 'run ls', clientId: 'edited' });
  await outcome(t.client, edited.messageId);
  await t.client.settings.setUi({ colors: 'dark', welcome: 'done' });
  clock.advance(5_000);
  return (await t.client.settings.exportAll({})).file;
};

/** A message of which a file did not come, and a call that looked at one. */
const lookedAndMissed = (t: HostUnderTest, o: { messageId: string; stepId: string; sha256: string }): void => {
  const db = new DatabaseSync(join(t.home, 'pynchy.db'), { timeout: 5_000 });
  db.prepare("INSERT INTO missing_files VALUES (?, 0, 'voice', '', 12, 'secret-of-the-channel', 'file-missing-gone')").run(o.messageId);
  db.prepare("INSERT INTO blob_refs(sha256, owner_kind, owner_id, name, path) VALUES (?, 'step', ?, 'bill.txt', 'uploads/bill.txt')").run(
    o.sha256,
    o.stepId,
  );
  db.close();
};

/** What an archive says, without what an import makes anew: ids, numbers of messages, times of writing, whether keys are there. */
const said = (archive: string): Record<string, string> => {
  const known = new Map<string, string>();
  const files = readZip(archive);
  const { firstSeq } = JSON.parse(String(files.get('pynchy.json'))) as { firstSeq: number };
  const plain = (text: string): string =>
    text
      .replaceAll(
        /"(seq|afterSeq|branchFromSeq|branchToSeq)":\s?(\d+)/g,
        (_, key: string, n: string) => `"${key}":${Math.max(0, Number(n) - firstSeq)}`,
      )
      .replaceAll(/\b[a-z]{1,12}_[A-Z0-9]{26}\b/g, (id) => {
        known.set(id, known.get(id) ?? `${id.slice(0, id.indexOf('_'))}#${known.size}`);
        return known.get(id) ?? '';
      })
      .replaceAll(/"neededKey": (true|false)/g, '');
  return Object.fromEntries(
    [...files].filter(([name]) => name !== 'pynchy.json').map(([name, data]) => [name, plain(data.toString('utf8'))]),
  );
};

it('is the same again after an export, an import into a new home and another export', async () => {
  const result = await to.client.settings.runImport({ file });
  expect(result).toMatchObject({ workspaces: ['home', 'garden'], keysNeeded: ['work'], replaced: true, tasks: 1, skipped: 0 });
  expect(result.messages).toBeGreaterThan(8);
  const again = (await to.client.settings.exportAll({})).file;
  const [before, after] = [said(file), said(again)];
  expect(Object.keys(after)).toEqual(Object.keys(before));
  for (const name of Object.keys(before)) expect({ name, text: after[name] }).toEqual({ name, text: before[name] });
  const attachments = Object.keys(before).filter((name) => name.startsWith('attachments/'));
  expect(attachments.map((name) => before[name]?.slice(0, 4)).sort()).toEqual(['1\n2\n', '12.5']);
  expect(JSON.stringify(before)).not.toContain('secret-of-the-channel');

  const home = (await to.client.workspaces.list()).find(({ isAdmin }) => isAdmin);
  expect(home?.name).toBe('home');
  expect(readFileSync(join(home?.folder ?? '', 'notes.txt'), 'utf8')).toBe('a note');
  expect((await to.client.settings.ui()).colors).toBe('dark');
  expect((await to.client.chats.search({ query: 'Mia' })).hits.length).toBeGreaterThan(0);
  expect(await to.client.accounts.list()).toContainEqual(expect.objectContaining({ name: 'work', hasKey: false }));
  expect(await to.client.tasks.list()).toEqual([expect.objectContaining({ enabled: false })]);
});

it('goes on where it was: the imported chat answers, with its history', async () => {
  await to.client.settings.runImport({ file });
  const chat = await to.client.chats.open({ workspace: 'home', surface: 'desktop' });
  const { messages } = await to.client.chats.thread({ chatId: chat.id });
  expect(messages.map(({ text }) => text)).toContain('run seq 1 40000');
  const missing = [expect.objectContaining({ kind: 'voice', canFetch: false })];
  expect(messages.find(({ text }) => text === 'a bill')).toMatchObject({ missing, attachments: [{ name: 'bill.txt' }] });
  const { turn } = await say(to.client, chat.id, 'run cat notes.txt');
  expect(turn?.steps.find(({ tool }) => tool)?.tool?.output).toContain('a note');
});

it('adds to what is there in a used home, under free names, and overwrites nothing', async () => {
  await say(to.client, to.chatId, 'run echo mine');
  const [mine] = await to.client.workspaces.list();
  writeFileSync(join(mine?.folder ?? '', 'notes.txt'), 'my own note');
  const one = await to.client.settings.runImport({ file });
  expect(one).toMatchObject({ workspaces: ['home-2', 'garden'], replaced: false });
  expect((await to.client.settings.runImport({ file })).workspaces).toEqual(['home-3', 'garden-2']);
  const list = await to.client.workspaces.list();
  expect(list.map(({ name, isAdmin }) => [name, isAdmin])).toEqual([
    ['home', true],
    ['garden', false],
    ['garden-2', false],
    ['home-2', false],
    ['home-3', false],
  ]);
  expect(readFileSync(join(mine?.folder ?? '', 'notes.txt'), 'utf8')).toBe('my own note');
  expect((await to.client.accounts.list()).map(({ name }) => name).sort()).toEqual(['practice', 'work']);
  expect((await to.client.settings.ui()).colors).toBe('auto');
  expect((await to.client.chats.thread({ chatId: to.chatId })).messages.map(({ text }) => text)).toContain('run echo mine');
});

it('takes an archive that a window uploads in pieces, and forgets it then', async () => {
  const bytes = readFileSync(file);
  const { uploadId } = await to.client.settings.beginImport({ bytes: bytes.length });
  expect(await codeOf(to.client.settings.runImport({ uploadId }))).toBe('upload-gone');
  for (let offset = 0; offset < bytes.length; offset += uploadPieceBytes) {
    const data = new Blob([Uint8Array.from(bytes.subarray(offset, offset + uploadPieceBytes))]);
    await to.client.settings.importPiece({ uploadId, offset, data });
  }
  expect(await to.client.settings.runImport({ uploadId })).toMatchObject({ replaced: true });
  expect(readdirSync(join(to.home, 'importing'))).toEqual([]);
  expect((await to.client.settings.importState()).state).toBe('done');
});

/** The archive with some of its files changed, added or left out. */
const changed = (whole: string, name: string, change: (files: Map<string, Buffer>) => void): string => {
  const files = new Map(readZip(whole));
  change(files);
  const path = join(dirname(whole), `${name}.zip`);
  const zip = createZip(path, new Date(2026, 1, 1));
  for (const [entry, data] of files) zip.add(entry, [data]);
  zip.end();
  return path;
};
const about = (files: Map<string, Buffer>) => JSON.parse(String(files.get('pynchy.json'))) as Record<string, unknown>;
const chatOf = (files: Map<string, Buffer>): string => [...files.keys()].find((name) => name.startsWith('chats/')) ?? '';

it.each<[string, (files: Map<string, Buffer>) => void, string]>([
  ['another version', (files) => files.set('pynchy.json', Buffer.from(JSON.stringify({ ...about(files), format: 99 }))), 'import-version'],
  ['no word about itself', (files) => files.delete('pynchy.json'), 'import-not-ours'],
  ['a way out', (files) => files.set('files/1 home/../../../evil.txt', Buffer.from('x')), 'import-unsafe'],
  ['a whole path', (files) => files.set('/etc/evil', Buffer.from('x')), 'import-unsafe'],
  ['another file under a hash', (files) => files.set(`attachments/${'0'.repeat(64)}`, Buffer.from('x')), 'import-damaged'],
  [
    'a line that is no JSON',
    (files) => files.set(chatOf(files), Buffer.concat([files.get(chatOf(files)) ?? Buffer.alloc(0), Buffer.from('{oops')])),
    'import-damaged',
  ],
  [
    'an unknown column',
    (files) => files.set(chatOf(files), Buffer.from(String(files.get(chatOf(files))).replace('"kind":', '"boss":1,"kind":'))),
    'import-damaged',
  ],
  ['a turn of nobody', (files) => files.set('people.json', Buffer.from('[]')), 'import-damaged'],
  ['rows twice', (files) => files.set('chats/99 twice.jsonl', files.get(chatOf(files)) ?? Buffer.alloc(0)), 'import-damaged'],
  ['a file that is a folder, too', (files) => files.set('files/1 home/notes.txt/x', Buffer.from('x')), 'import-damaged'],
])('refuses an archive with %s, and nothing of it is left', async (name, change, code) => {
  const odd = changed(file, `changed ${name}`, change);
  expect({ name, code: await codeOf(to.client.settings.runImport({ file: odd })) }).toEqual({ name, code });
  expect((await to.client.workspaces.list()).map((w) => w.name)).toEqual(['home']);
  expect(await to.client.workspaces.resting()).toEqual({ archived: [], trash: [] });
  expect(await to.client.chats.list()).toHaveLength(1);
  expect(readdirSync(join(to.home, 'workspaces')).filter((entry) => entry.startsWith('.'))).toEqual([]);
  expect((await to.client.settings.importState()).reason?.code).toBe(code);
});

it('refuses what is no archive, and a file that is not there, in words', async () => {
  const plain = join(from.home, 'plain.txt');
  writeFileSync(plain, 'no archive');
  expect(await codeOf(to.client.settings.runImport({ file: plain }))).toBe('import-not-ours');
  expect(await codeOf(to.client.settings.runImport({ file: join(from.home, 'none.zip') }))).toBe('import-not-there');
});

it('can be cancelled, and leaves nothing then; the next one begins anew', async () => {
  const gone = new AbortController();
  const running = codeOf(to.client.settings.runImport({ file }, { signal: gone.signal }));
  expect(await codeOf(to.client.settings.runImport({ file }))).toBe('import-running');
  await to.client.settings.cancelImport();
  expect(await running).toBe('cancelled');
  expect((await to.client.settings.importState()).state).toBe('cancelled');
  expect((await to.client.workspaces.list()).map(({ name }) => name)).toEqual(['home']);
  expect(await to.client.settings.runImport({ file })).toMatchObject({ replaced: true });
});

it('keeps what lay in the first folder aside', async () => {
  writeFileSync(join(to.home, 'workspaces', 'home', 'early.txt'), 'mine');
  symlinkSync('/etc', join(to.home, 'workspaces', 'home', 'link'));
  const { aside } = await to.client.settings.runImport({ file });
  expect(readFileSync(join(aside ?? '', 'early.txt'), 'utf8')).toBe('mine');
  expect(existsSync(join(to.home, 'workspaces', 'home', 'early.txt'))).toBe(false);
  expect(statSync(join(to.home, 'workspaces', 'home')).mode & 0o777).toBe(0o700);
});

it('gives a workspace no more than a new one has, and begins locked where it was locked or had a profile of its own', async () => {
  await from.client.workspaces.set({ name: 'garden', profile: 'locked' });
  await from.client.workspaces.set({ name: 'home', profile: 'admin' });
  const { file: locked } = await from.client.settings.exportAll({});
  await to.client.settings.runImport({ file: locked });
  const profiles = Object.fromEntries((await to.client.workspaces.list()).map(({ name, profile }) => [name, profile]));
  expect(profiles).toMatchObject({ garden: 'locked', home: 'standard' });
});
