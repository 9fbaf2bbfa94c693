import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { AuditEntry } from '#contract/model/records.ts';
import { newId } from '../../base/ids.ts';
import { createBlobRefs } from '../blob-refs.ts';
import { type Db, openDb } from '../open.ts';
import { createStore, type Store } from '../store.ts';
import { acceptMessages } from './accept.ts';
import { post } from './post.ts';
import { partsOfWorkspace, purgeSlice, purgeWorkspace } from './purge.ts';
import { seed } from './seed.ts';
import { endTurn } from './turn-end.ts';
import { startTurn } from './turn-start.ts';
import { restoreWorkspace, trashWorkspace } from './workspace-shelf.ts';

const now = 1_800_000_000_000;
let db: Db;
let store: Store;
let audit: AuditEntry[];
let id: string;
let chatId: string;
const append = (entry: AuditEntry): void => void audit.push(entry);

const say = (text: string): void =>
  void acceptMessages(
    db,
    [
      {
        id: newId('msg'),
        chatId,
        externalKey: newId('k'),
        personId: store.people.owner().id,
        role: 'owner',
        origin: 'human',
        audience: 'both',
        text,
        sentAt: now,
        late: false,
      },
    ],
    now,
  );
const sendTo = (other: string, turnId: string): number =>
  db.tx(() =>
    post(
      db,
      {
        messageId: newId('msg'),
        chatId: other,
        origin: 'agent',
        audience: 'both',
        text: 'Sent from the garden',
        reason: null,
        turnId: null,
        role: 'extra',
        parts: [],
        source: { kind: 'turn', id: turnId },
      },
      now,
    ),
  );
const start = () => startTurn(db, { chatId, turnId: newId('turn'), bootId: 'boot_1' }, now);
const addChat = (workspaceId: string, chatKey: string): string =>
  store.chats.add(
    { id: newId('chat'), connectionId: 'desktop', chatKey, name: 'c', workspaceId, sessionId: newId('ses'), kind: 'direct' },
    now,
  ).id;

beforeEach(() => {
  db = openDb(join(mkdtempSync(join(tmpdir(), 'pynchy-shelf-')), 'pynchy.db'), () => now);
  seed(db, 'boot_1', now);
  store = createStore(db, 'boot_1');
  audit = [];
  id = newId('ws');
  store.workspaces.add({ id, name: 'garden', realm: 'personal', isAdmin: false, sandbox: 'auto', accounts: [] });
  chatId = addChat(id, 'k');
});

it('refuses the trash while a turn runs', () => {
  say('hello');
  expect(start()).not.toBeNull();
  expect(() => trashWorkspace(db, id, append, now)).toThrow('turn-running');
});

it('keeps everything in the trash, starts no turn there, and gives it back under a free name', () => {
  trashWorkspace(db, id, append, now);
  say('while it rests');
  expect(start()).toBeNull();
  expect(store.workspaces.byName('garden')).toBeNull();
  store.workspaces.add({
    id: newId('ws'),
    name: 'garden',
    realm: 'personal',
    isAdmin: false,
    sandbox: 'auto',
    accounts: [],
    folder: 'garden-2',
  });
  expect(restoreWorkspace(db, id, append)).toBe('garden-2');
  expect(store.workspaces.byId(id)).toMatchObject({ name: 'garden-2', folder: 'garden', deletedAt: null });
  expect(start()).not.toBeNull();
  expect(audit.map(({ outcome }) => outcome)).toEqual(['trashed', 'restored']);
});

it('deletes for good exactly what hangs on the workspace, the search index included', () => {
  const keep = chatId;
  const home = store.workspaces.byName('home')?.id ?? '';
  say('zebra in the garden');
  const turn = start();
  endTurn(db, { turnId: turn?.id ?? '', state: 'cancelled', reason: null, message: null, partial: false }, now);
  store.memories.put({ id: newId('mem'), workspaceId: id, key: 'a', text: 'b', tainted: false, stepId: null }, now);
  store.memories.put({ id: newId('mem'), workspaceId: null, key: 'all', text: 'b', tainted: false, stepId: null }, now);
  chatId = addChat(home, 'k2');
  say('zebra at home');
  trashWorkspace(db, id, append, now);
  purgeWorkspace(db, id, append);
  expect(store.chats.byId(keep)).toBeNull();
  expect(db.all('SELECT m.text FROM message_fts f JOIN messages m ON m.seq = f.rowid WHERE message_fts MATCH ?', 'zebra')).toEqual([
    { text: 'zebra at home' },
  ]);
  expect(db.all('SELECT key FROM memories')).toEqual([{ key: 'all' }]);
  expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  expect(start()).not.toBeNull();
});

it('deletes in slices, each short, and keeps what its turns wrote elsewhere', () => {
  const home = store.workspaces.byName('home')?.id ?? '';
  const elsewhere = addChat(home, 'k2');
  for (let i = 0; i < 130; i++) {
    say(`plant ${i}`);
    const turn = start();
    if (i === 0) sendTo(elsewhere, turn?.id ?? '');
    endTurn(db, { turnId: turn?.id ?? '', state: 'cancelled', reason: null, message: null, partial: false }, now);
  }
  expect(purgeSlice(db, id)).toBe(false);
  trashWorkspace(db, id, append, now);
  let slices = 0;
  while (purgeSlice(db, id)) slices++;
  expect(slices).toBeGreaterThan(3);
  expect(db.get('SELECT (SELECT count(*) FROM turns) + (SELECT count(*) FROM steps) AS n')?.n).toBe(0);
  purgeWorkspace(db, id, append);
  expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  expect(db.all('SELECT text FROM messages WHERE chat_id = ?', elsewhere)).toEqual([{ text: 'Sent from the garden' }]);
  expect(purgeSlice(db, id)).toBe(false);
});

it('lets go of the files in the drafts of a workspace that is deleted for good', () => {
  const refs = createBlobRefs(db, () => now);
  const file = { sha256: 'a'.repeat(64), name: 'scan.png', mime: 'image/png', bytes: 3 };
  refs.addDraftFile(chatId, file);
  trashWorkspace(db, id, append, now);
  purgeWorkspace(db, id, append);
  expect([refs.sentFile(file.sha256), refs.isReferred(file.sha256)]).toEqual([null, false]);
});

it('never deletes one that is not in the trash, nor the admin workspace', () => {
  expect(() => purgeWorkspace(db, id, append)).toThrow('not-found');
  expect(() => trashWorkspace(db, store.workspaces.byName('home')?.id ?? '', append, now)).toThrow('not-found');
});

it('knows every table that refers to a workspace or to what hangs on one', () => {
  const known = new Set(partsOfWorkspace.map(({ table }) => table));
  const tables = db.all("SELECT name FROM sqlite_schema WHERE type = 'table'").map((row) => String(row.name));
  const missing = tables.filter(
    (table) => !known.has(table) && db.all(`PRAGMA foreign_key_list(${table})`).some((key) => known.has(String(key.table))),
  );
  expect(missing).toEqual([]);
});
