import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { reason } from '#contract/model/reason.ts';
import type { Turn } from '#contract/model/records.ts';
import { createFakeClock } from '../base/fake-clock.ts';
import type { Queue } from '../queue/queue.ts';
import { type Db, openDb } from '../store/open.ts';
import { createStore, type Store } from '../store/store.ts';
import { acceptMessages } from '../store/transitions/accept.ts';
import { seed } from '../store/transitions/seed.ts';
import { startTurn } from '../store/transitions/turn-start.ts';
import { waitTurn } from '../store/transitions/turn-wait.ts';
import { createChatsService } from './chats.ts';

let db: Db;
let store: Store;
let turn: Turn;
/** The service over a queue whose stop does `atStop`. */
const chatsWith = (atStop: () => boolean) =>
  createChatsService({
    store,
    clock: createFakeClock(),
    queue: () => ({ stop: async () => atStop(), wake: () => undefined, hold: () => () => undefined }) as unknown as Queue,
    bootId: 'boot_1',
    isNoAi: () => false,
  });

beforeEach(() => {
  db = openDb(join(mkdtempSync(join(tmpdir(), 'pynchy-chats-')), 'pynchy.db'), () => 1);
  seed(db, 'boot_1', 1);
  store = createStore(db, 'boot_1');
  const home = store.workspaces.byName('home');
  if (!home) throw new Error('no workspace');
  const chatId = chatsWith(() => false).open(home, 'desktop').id;
  const from = { chatId, personId: store.people.owner().id, role: 'owner', origin: 'human', audience: 'both' } as const;
  acceptMessages(db, [{ ...from, id: 'msg_1', externalKey: 'k', text: 'Hello', sentAt: 1, late: false }], 1);
  const started = startTurn(db, { chatId, turnId: 'turn_1', bootId: 'boot_1' }, 1);
  if (!started) throw new Error('no turn');
  turn = started;
});
afterEach(() => db.close());

const state = (): string | undefined => store.turns.byId(turn.id)?.state;
const beginsToWait = (): void =>
  waitTurn(db, { turnId: turn.id, wait: 'quota', waitId: 'q', reason: reason('waiting-for-model'), nextAt: null }, 0);

it('ends a turn that began to wait in the moment in which it was stopped', async () => {
  const chats = chatsWith(() => {
    beginsToWait();
    return true;
  });
  expect(await chats.stopTurn(turn.id)).toBe(true);
  expect(state()).toBe('cancelled');
});

it('stops a turn again that was taken up between its wait and its end', async () => {
  let stops = 0;
  const chats = chatsWith(() => {
    stops++;
    if (stops === 2) beginsToWait();
    return true;
  });
  expect(await chats.stopTurn(turn.id)).toBe(true);
  expect([stops, state()]).toEqual([2, 'cancelled']);
});

it('says that it stopped nothing when the turn runs nowhere here', async () => {
  expect(await chatsWith(() => false).stopTurn(turn.id)).toBe(false);
  expect(state()).toBe('running');
});

it('keeps the address of a chat of a channel when it is removed, so that it is whole when it comes back', async () => {
  db.run("INSERT INTO connections(id, channel, name, state) VALUES ('wa_1', 'whatsapp', 'Phone', 'live')");
  const workspaceId = store.workspaces.byName('home')?.id ?? '';
  const made = { connectionId: 'wa_1', chatKey: '49170@s.whatsapp.net', name: 'Ann', workspaceId, sessionId: 'ses_wa', kind: 'direct' };
  const { id } = store.chats.add({ id: 'chat_wa', ...made }, 1);
  const chats = chatsWith(() => false);
  await chats.remove(id);
  expect(store.chats.list().map((chat) => chat.id)).not.toContain(id);
  chats.restore(id);
  expect(store.chats.byKey('wa_1', made.chatKey)?.id).toBe(id);
});
