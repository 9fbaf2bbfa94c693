import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AuditEntry } from '#contract/model/records.ts';
import { type Db, openDb } from '../open.ts';
import { createChats } from '../repositories/chats.ts';
import { createConnections } from '../repositories/connections.ts';
import { createPeople } from '../repositories/people.ts';
import { createReach } from '../repositories/reach.ts';
import { linkChats } from '../views/link-chats.ts';
import { noteChat, registerChat, type SeenChat } from './channel-chats.ts';
import { claimKeys, identify } from './identify.ts';
import { seed } from './seed.ts';

let db: Db;
let home: string;
beforeEach(() => {
  db = openDb(join(mkdtempSync(join(tmpdir(), 'pynchy-links-')), 'pynchy.db'), () => 0);
  seed(db, 'boot', 0);
  createConnections(db).add({ id: 'con', channel: 'whatsapp', name: 'Mine', mode: 'own' }, 0);
  home = String(db.get('SELECT id FROM workspaces')?.id);
});
afterEach(() => db.close());

const seen = (chatKey: string, more: Partial<SeenChat> = {}) =>
  noteChat(db, { connectionId: 'con', chatKey, aliases: [], kind: 'direct', name: 'Ann', at: 5, ...more }, 5);
const isPrivate = (chatId: string): boolean => createChats(db).isPrivate(chatId);

it('knows a chat under its number and its LID as one, and keeps it under the one that stays', () => {
  const first = seen('49@s.whatsapp.net');
  const second = seen('7@lid', { aliases: ['49@s.whatsapp.net'] });
  expect(second.id).toBe(first.id);
  expect(db.get('SELECT chat_key FROM chats WHERE id = ?', first.id)?.chat_key).toBe('7@lid');
});

it('is private only when nobody but the owner reads there', () => {
  const withAnn = seen('7@lid');
  const group = seen('1@g.us', { kind: 'group', name: 'Family' });
  const self = seen('8@lid', { kind: 'self', name: '' });
  claimKeys(db, createPeople(db).owner().id, { kind: 'whatsapp', keys: ['9@lid'] }, 5);
  const ownersOther = seen('9@lid', { name: 'Me on the other phone' });
  for (const { id } of [withAnn, group, self, ownersOther]) registerChat(db, { chatId: id, workspaceId: home }, 6);
  expect([withAnn, group, self, ownersOther].map(({ id }) => isPrivate(id))).toEqual([false, false, true, true]);
});

it('keeps the name that the owner knows a registered chat by', () => {
  const { id } = seen('7@lid');
  registerChat(db, { chatId: id, workspaceId: home }, 6);
  expect(registerChat(db, { chatId: id, workspaceId: home }, 7)).toBe(false);
  seen('7@lid', { name: 'OWNER (verified)' });
  expect(createChats(db).byId(id)?.name).toBe('Ann');
});

it('joins two people who turn out to be one, and the greater role stays', () => {
  const stranger = identify(db, { kind: 'whatsapp', keys: ['7@lid'], name: 'Ann' }, 1).person;
  claimKeys(db, createPeople(db).owner().id, { kind: 'whatsapp', keys: ['49@s.whatsapp.net'] }, 5);
  const { person, merged } = identify(db, { kind: 'whatsapp', keys: ['7@lid', '49@s.whatsapp.net'], name: 'Ann' }, 2);
  expect(person.role).toBe('owner');
  expect(merged).toEqual([stranger.id]);
  expect(identify(db, { kind: 'whatsapp', keys: ['7@lid'], name: '' }, 3).person.id).toBe(person.id);
});

it('knows somebody by the account when the number changes, and gives whoever gets the old number nothing', () => {
  const owner = createPeople(db).owner().id;
  const idOf = (...keys: string[]) => identify(db, { kind: 'whatsapp', keys, name: '' }, 5).person.id;
  claimKeys(db, owner, { kind: 'whatsapp', keys: ['49@s.whatsapp.net'] }, 5);
  expect(idOf('7@lid', '49@s.whatsapp.net')).toBe(owner);
  expect(idOf('7@lid', '50@s.whatsapp.net')).toBe(owner);
  const heir = idOf('8@lid', '49@s.whatsapp.net');
  expect(heir).not.toBe(owner);
  expect(identify(db, { kind: 'whatsapp', keys: ['49@s.whatsapp.net'], name: '' }, 6).person).toMatchObject({ id: heir, role: 'unknown' });
  expect(idOf('7@lid')).toBe(owner);
  expect(idOf('50@s.whatsapp.net')).toBe(owner);
});

it('joins nobody with whoever had their number before, also when both are known', () => {
  const idOf = (...keys: string[]) => identify(db, { kind: 'whatsapp', keys, name: '' }, 5).person.id;
  const bob = idOf('9@lid', '51@s.whatsapp.net');
  const ann = idOf('7@lid', '49@s.whatsapp.net');
  expect(idOf('7@lid', '51@s.whatsapp.net')).toBe(ann);
  expect(idOf('9@lid')).toBe(bob);
  claimKeys(db, createPeople(db).owner().id, { kind: 'whatsapp', keys: ['6@lid', '51@s.whatsapp.net'] }, 5);
  expect([idOf('7@lid'), idOf('9@lid')]).toEqual([ann, bob]);
  expect(identify(db, { kind: 'whatsapp', keys: ['51@s.whatsapp.net'], name: '' }, 6).person.role).toBe('owner');
});

it('gives somebody new no rights', () => {
  expect(identify(db, { kind: 'whatsapp', keys: ['5@lid'], name: 'Owner' }, 1).person.role).toBe('unknown');
});

/** The owner's chat under their number; a group has shown that the number is an account's. */
const ownersByNumber = (): string => {
  const owner = createPeople(db).owner().id;
  claimKeys(db, owner, { kind: 'whatsapp', keys: ['49@s.whatsapp.net'] }, 5);
  const { id } = seen('49@s.whatsapp.net');
  registerChat(db, { chatId: id, workspaceId: home }, 5);
  identify(db, { kind: 'whatsapp', keys: ['7@lid', '49@s.whatsapp.net'], name: '' }, 6);
  return id;
};
const keyOf = (chatId: string) => db.get('SELECT chat_key FROM chats WHERE id = ?', chatId)?.chat_key;
const rulesOf = (entries: readonly AuditEntry[]): string[] => entries.map(({ rule }) => rule);

it('gives whoever gets a number nothing of the chat that its former holder had under it', () => {
  const old = ownersByNumber();
  const audited: AuditEntry[] = [];
  const record = (entry: AuditEntry): void => void audited.push(entry);
  const heirs = noteChat(
    db,
    { connectionId: 'con', chatKey: '8@lid', aliases: ['49@s.whatsapp.net'], kind: 'direct', name: 'Eve', at: 7 },
    7,
    record,
  );
  expect(heirs).toMatchObject({ isOpen: false, wasClosed: false, name: 'Eve' });
  expect(heirs.id).not.toBe(old);
  expect(createReach(db).ownersChats('con')).toEqual([old]);
  expect(rulesOf(audited)).toEqual(['identity-moved']);
  // By the number alone it is the new holder's, too.
  expect(identify(db, { kind: 'whatsapp', keys: ['8@lid', '49@s.whatsapp.net'], name: 'Eve' }, 8).person.role).toBe('unknown');
  expect(seen('49@s.whatsapp.net').id).not.toBe(old);
  // The former holder goes on where they were.
  expect(keyOf(old)).toBe('7@lid');
  expect(seen('7@lid', { aliases: ['50@s.whatsapp.net'] })).toMatchObject({ id: old, isOpen: true });
});

it('sends nothing more to a number that turns out in a group to be of somebody else now', () => {
  const old = ownersByNumber();
  identify(db, { kind: 'whatsapp', keys: ['8@lid', '49@s.whatsapp.net'], name: 'Eve' }, 7);
  expect(keyOf(old)).toBe('7@lid');
  expect(seen('8@lid', { aliases: ['49@s.whatsapp.net'] }).id).not.toBe(old);
});

it('closes the chat of a moved number for good when its holder has another one, and what waits is not sent', () => {
  const old = ownersByNumber();
  const other = seen('7@lid');
  expect(other.id).not.toBe(old);
  const queue = (id: string): void =>
    void db.run(
      `INSERT INTO deliveries(id, chat_id, connection_id, op, part, rev, external_id, payload, parts, state, created_at, source_kind, source_id)
       VALUES (?, ?, 'con', 'post', 1, 0, ?, '{"text":"private"}', 1, 'queued', 6, 'task', ?)`,
      id,
      old,
      id,
      id,
    );
  queue('before');
  expect(seen('8@lid', { aliases: ['49@s.whatsapp.net'] })).toMatchObject({ isOpen: false });
  queue('after');
  expect(db.all('SELECT id, state, reason_code FROM deliveries ORDER BY rowid')).toEqual([
    { id: 'before', state: 'failed', reason_code: 'chat-closed' },
    { id: 'after', state: 'failed', reason_code: 'chat-closed' },
  ]);
  expect(registerChat(db, { chatId: old, workspaceId: home }, 8)).toBe(false);
  expect(linkChats(db, 'con').map(({ id }) => id)).not.toContain(old);
  expect(seen('49@s.whatsapp.net').id).not.toBe(old);
  expect(createChats(db).byId(old)?.closedAt).not.toBeNull();
});
