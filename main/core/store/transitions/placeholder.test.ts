import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Db, openDb } from '../open.ts';
import { createConnections } from '../repositories/connections.ts';
import { createPeople } from '../repositories/people.ts';
import { acceptMessages } from './accept.ts';
import { noteChat, registerChat } from './channel-chats.ts';
import { closeChat } from './close-chat.ts';
import { leaveGroup } from './group-members.ts';
import { placeholderOf, postPlaceholder } from './placeholder.ts';
import { seed } from './seed.ts';
import { endTurn } from './turn-end.ts';
import { startTurn } from './turn-start.ts';

let db: Db;
let chatId: string;
const group = { connectionId: 'con', chatKey: '1@g.us' };
const turnId = 'turn';
beforeEach(() => {
  db = openDb(join(mkdtempSync(join(tmpdir(), 'pynchy-placeholder-')), 'pynchy.db'), () => 0);
  seed(db, 'boot', 0);
  createConnections(db).add({ id: 'con', channel: 'whatsapp', name: 'Mine', mode: 'own' }, 0);
  chatId = noteChat(db, { ...group, aliases: [], kind: 'group', name: 'Family', at: 1 }, 1).id;
  registerChat(db, { chatId, workspaceId: String(db.get('SELECT id FROM workspaces')?.id) }, 2);
  const owner = createPeople(db).owner();
  acceptMessages(
    db,
    [
      {
        id: 'm',
        chatId,
        externalKey: 'm',
        personId: owner.id,
        role: 'owner',
        origin: 'human',
        audience: 'both',
        text: 'hi',
        sentAt: 1,
        late: false,
      },
    ],
    3,
  );
  startTurn(db, { chatId, turnId, bootId: 'boot' }, 4);
});
afterEach(() => db.close());

const place = (at: number) => postPlaceholder(db, { turnId, text: '…' }, at);
const arrives = (): void =>
  void db.run("UPDATE deliveries SET state = 'sent', sent_at = 5 WHERE source_kind = 'placeholder' AND op = 'post'");
const rows = () => db.all('SELECT op, source_kind AS source, state, reason_code AS why FROM deliveries ORDER BY rowid');
const ends = (): void => {
  const message = { messageId: 'answer', text: 'Hello', parts: [{ deliveryId: 'd', externalId: 'x', text: 'Hello' }] };
  endTurn(db, { turnId, state: 'done', reason: null, message, partial: false }, 9);
};

it('leaves no placeholder in a chat that is closed while its turn works, and sends the answer nowhere', () => {
  place(5);
  arrives();
  closeChat(db, chatId, 6);
  expect(place(7)).toBe(true);
  ends();
  expect(rows()).toEqual([
    { op: 'post', source: 'placeholder', state: 'sent', why: null },
    { op: 'delete', source: 'placeholder', state: 'queued', why: null },
    { op: 'post', source: 'placeholder', state: 'failed', why: 'chat-closed' },
    { op: 'post', source: 'turn', state: 'failed', why: 'chat-closed' },
  ]);
});

it('does not post a placeholder again that was refused, however long the turn works', () => {
  leaveGroup(db, group, 5);
  expect([place(6), place(9), place(12)]).toEqual([true, false, false]);
  expect(rows()).toHaveLength(1);
  expect(placeholderOf(db, turnId)).toBeNull();
});
