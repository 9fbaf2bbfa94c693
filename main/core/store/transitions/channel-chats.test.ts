import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Db, openDb } from '../open.ts';
import { createChats } from '../repositories/chats.ts';
import { createConnections } from '../repositories/connections.ts';
import { createPeople } from '../repositories/people.ts';
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
  claimKeys(db, createPeople(db).owner().id, 'whatsapp', ['9@lid']);
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
  claimKeys(db, createPeople(db).owner().id, 'whatsapp', ['49@s.whatsapp.net']);
  const { person, merged } = identify(db, { kind: 'whatsapp', keys: ['7@lid', '49@s.whatsapp.net'], name: 'Ann' }, 2);
  expect(person.role).toBe('owner');
  expect(merged).toEqual([stranger.id]);
  expect(identify(db, { kind: 'whatsapp', keys: ['7@lid'], name: '' }, 3).person.id).toBe(person.id);
});

it('knows somebody by the account when the number changes, and gives whoever gets the old number nothing', () => {
  const owner = createPeople(db).owner().id;
  const idOf = (...keys: string[]) => identify(db, { kind: 'whatsapp', keys, name: '' }, 5).person.id;
  claimKeys(db, owner, 'whatsapp', ['49@s.whatsapp.net']);
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
  claimKeys(db, createPeople(db).owner().id, 'whatsapp', ['6@lid', '51@s.whatsapp.net']);
  expect([idOf('7@lid'), idOf('9@lid')]).toEqual([ann, bob]);
  expect(identify(db, { kind: 'whatsapp', keys: ['51@s.whatsapp.net'], name: '' }, 6).person.role).toBe('owner');
});

it('gives somebody new no rights', () => {
  expect(identify(db, { kind: 'whatsapp', keys: ['5@lid'], name: 'Owner' }, 1).person.role).toBe('unknown');
});
