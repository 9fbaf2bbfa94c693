import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';

let t: HostUnderTest;
let home: string;
let other: string;
beforeEach(async () => {
  t = await startHost();
  await t.client.workspaces.add({ name: 'other' });
  const all = await t.client.workspaces.list();
  home = all.find(({ isAdmin }) => isAdmin)?.id ?? '';
  other = all.find(({ isAdmin }) => !isAdmin)?.id ?? '';
});
afterEach(() => t.stop());

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: { data?: { code?: string } }) => error.data?.code ?? error,
  );
const taint = (id: string): void => {
  const db = new DatabaseSync(join(t.home, 'pynchy.db'));
  db.prepare("UPDATE memories SET taint = 'u' WHERE id = ?").run(id);
  db.close();
};

it('adds, changes and deletes, and undo brings back the same words with their mark', async () => {
  const added = await t.client.memories.add({ workspaceId: other, key: 'dentist', text: 'Dr. Gold' });
  taint(added.id);
  await t.client.memories.remove({ workspaceId: other, id: added.id });
  expect(await t.client.memories.list({ workspaceId: other })).toEqual([]);
  expect(await t.client.memories.undoRemove({ workspaceId: other, id: added.id })).toEqual({ ...added, tainted: true });
});

it('takes the mark of outside text away when a person writes the words', async () => {
  const added = await t.client.memories.add({ workspaceId: other, key: 'a', text: 'b' });
  taint(added.id);
  const edited = await t.client.memories.edit({ workspaceId: other, id: added.id, key: 'a', text: 'my own words' });
  expect(edited).toMatchObject({ id: added.id, text: 'my own words', tainted: false });
});

it('shows and changes what is for all workspaces in the admin workspace only', async () => {
  const all = await t.client.memories.add({ workspaceId: home, everywhere: true, key: 'name', text: 'Ann' });
  expect(await codeOf(t.client.memories.add({ workspaceId: other, everywhere: true, key: 'x', text: 'y' }))).toBe('memory-admin-only');
  expect(await t.client.memories.list({ workspaceId: other })).toEqual([]);
  expect(await codeOf(t.client.memories.edit({ workspaceId: other, id: all.id, key: 'name', text: 'Eve' }))).toBe('not-found');
  expect(await codeOf(t.client.memories.remove({ workspaceId: other, id: all.id }))).toBe('not-found');
  await t.client.memories.remove({ workspaceId: home, id: all.id });
  expect(await codeOf(t.client.memories.undoRemove({ workspaceId: other, id: all.id }))).toBe('not-found');
  expect(await t.client.memories.undoRemove({ workspaceId: home, id: all.id })).toEqual(all);
});

it('says when a name is taken, also when something is put back', async () => {
  const first = await t.client.memories.add({ workspaceId: other, key: 'a', text: '1' });
  expect(await codeOf(t.client.memories.add({ workspaceId: other, key: 'a', text: '2' }))).toBe('memory-key-taken');
  await t.client.memories.remove({ workspaceId: other, id: first.id });
  await t.client.memories.add({ workspaceId: other, key: 'a', text: '2' });
  expect(await codeOf(t.client.memories.undoRemove({ workspaceId: other, id: first.id }))).toBe('memory-key-taken');
});
