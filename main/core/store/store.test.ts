import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../base/ids.ts';
import { takeHostLock } from './host-lock.ts';
import { type Db, keepAside, openDb } from './open.ts';
import { createStore, type Store } from './store.ts';
import { acceptMessages } from './transitions/accept.ts';
import { seed } from './transitions/seed.ts';
import { resetSession, undoReset } from './transitions/session.ts';
import { endTurn } from './transitions/turn-end.ts';
import { startTurn } from './transitions/turn-start.ts';
import { answerAsk, askAndWait } from './transitions/turn-wait.ts';
import { searchMessages } from './views/search.ts';

const now = 1_800_000_000_000;
let file: string;
let db: Db;
let store: Store;
let chatId: string;

const setUp = (): void => {
  file = join(mkdtempSync(join(tmpdir(), 'pynchy-store-')), 'pynchy.db');
  db = openDb(file, () => now);
  seed(db, 'boot_1', now);
  store = createStore(db, 'boot_1');
  chatId = store.chats.add(
    {
      id: newId('chat'),
      connectionId: 'desktop',
      chatKey: 'k',
      name: 'home',
      workspaceId: store.workspaces.byName('home')?.id ?? '',
      sessionId: newId('ses'),
      kind: 'direct',
    },
    now,
  ).id;
};
beforeEach(setUp);

const say = (text: string, externalKey = newId('k')) =>
  acceptMessages(
    db,
    [
      {
        id: newId('msg'),
        chatId,
        externalKey,
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
  )[0];
const start = () => startTurn(db, { chatId, turnId: newId('turn'), bootId: 'boot_1' }, now);
const answer = (turnId: string) =>
  endTurn(
    db,
    {
      turnId,
      state: 'done',
      reason: null,
      partial: false,
      message: { messageId: newId('msg'), text: 'hi', parts: [{ deliveryId: newId('dlv'), externalId: newId('out'), text: 'hi' }] },
    },
    now,
  );

describe('messages and turns', () => {
  it('stores a message once by its external key', () => {
    expect(say('one', 'same')?.duplicate).toBe(false);
    const again = say('one', 'same');
    expect(again?.duplicate).toBe(true);
    expect(db.get('SELECT count(*) AS n FROM messages')?.n).toBe(1);
  });

  it('claims everything that waits in one turn and gives it one final answer', () => {
    say('one');
    say('two');
    const turn = start();
    expect(start()).toBeNull();
    expect(store.messages.ofTurn(turn?.id ?? '').map((m) => m.message.text)).toEqual(['one', 'two']);
    expect(answer(turn?.id ?? '')).toBe(true);
    expect(answer(turn?.id ?? '')).toBe(false);
    expect(db.get("SELECT count(*) AS n FROM deliveries WHERE source_kind = 'turn'")?.n).toBe(1);
    expect(db.all("SELECT DISTINCT state FROM messages WHERE origin = 'human'").map((r) => r.state)).toEqual(['answered']);
  });

  it('rolls back whole: an event without its cause cannot be', () => {
    const before = store.events.last();
    expect(() =>
      db.tx(() => {
        db.event({ topic: 'host', entityId: 'x' });
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(store.events.after(before, 10)).toEqual([]);
    expect(() => db.event({ topic: 'host', entityId: 'x' })).toThrow('transaction');
  });
});

describe('asks', () => {
  it('takes the first answer only, and none after the time is over', () => {
    say('one');
    const turn = start();
    const ask = (callId: string) => ({
      id: newId('ask'),
      shortId: callId,
      kind: 'approval' as const,
      turnId: turn?.id ?? '',
      callId,
      workspaceId: turn?.workspaceId ?? '',
      callHash: 'h',
      payload: { kind: 'approval' as const, tool: 't', input: {} },
      reason: { code: 'ask-tier-external', params: {} },
      expiresAt: now + 1000,
    });
    const one = ask('c1');
    askAndWait(db, one, now);
    const say1 = { askId: one.id, answers: [], personId: store.people.owner().id, surface: 'test' };
    expect(() => answerAsk(db, { ...say1, state: 'answered' }, now + 1000)).toThrow('ask-expired');
    expect(answerAsk(db, { ...say1, state: 'denied' }, now + 999).state).toBe('denied');
    expect(() => answerAsk(db, { ...say1, state: 'answered' }, now + 999)).toThrow('ask-answered');
    expect(store.turns.byId(turn?.id ?? '')?.state).toBe('queued');
  });
});

describe('sessions', () => {
  it('undoes a reset within ten minutes, with what was said since', () => {
    const first = store.chats.byId(chatId)?.sessionId;
    resetSession(db, { chatId, newSessionId: 'ses_new', handoff: null }, now);
    say('in between');
    expect(undoReset(db, chatId, now + 599_000)).toBe(first);
    expect(store.messages.waiting(chatId).map((m) => m.sessionId)).toEqual([first]);
  });
  it('refuses to undo after ten minutes, or twice', () => {
    resetSession(db, { chatId, newSessionId: 'ses_new', handoff: null }, now);
    expect(() => undoReset(db, chatId, now + 601_000)).toThrow('undo-expired');
    undoReset(db, chatId, now + 1);
    expect(() => undoReset(db, chatId, now + 2)).toThrow('nothing-to-undo');
  });
});

describe('realms', () => {
  it('refuses an account of another realm by a trigger, whoever writes', () => {
    store.accounts.add({
      id: 'acct_w',
      name: 'work',
      provider: 'practice',
      baseUrl: '',
      realm: 'work',
      keyRef: null,
      defaultModel: null,
      budgetTokens: null,
      color: 'stone',
    });
    const home = store.workspaces.byName('home');
    expect(() => store.workspaces.set(home?.id ?? '', { accounts: [{ accountId: 'acct_w', model: null }] })).toThrow('realm-mismatch');
    expect(() => db.run("UPDATE accounts SET realm = 'work' WHERE name = 'practice'")).toThrow('realm-mismatch');
    expect(store.workspaces.routes(home?.id ?? '').map((r) => r.account.name)).toEqual(['practice']);
  });
});

describe('search', () => {
  it('finds words in any order and treats syntax as text', () => {
    say('the quick brown fox');
    say('a "quoted" OR word');
    expect(searchMessages(db, { query: 'fox quick', before: null, limit: 10 }).hits).toHaveLength(1);
    expect(searchMessages(db, { query: '"quoted" OR (', before: null, limit: 10 }).hits).toHaveLength(1);
    expect(searchMessages(db, { query: '"""', before: null, limit: 10 }).hits).toEqual([]);
  });
});

describe('the file', () => {
  it('refuses a database of a newer app and leaves it as it is', () => {
    db.run("INSERT INTO migrations(version, at, checksum) VALUES (999, 0, 'x')");
    db.close();
    expect(() => openDb(file, () => now)).toThrow('database-newer');
  });
  it('tells a damaged database, and keeps it aside unchanged', () => {
    db.close();
    writeFileSync(file, 'this is no database, whatever its name says; it is long enough to be read as a header of one page.');
    expect(() => openDb(file, () => now)).toThrow('database-corrupt');
    const aside = keepAside(file, now);
    expect(readFileSync(aside, 'utf8')).toContain('this is no database');
    expect(readdirSync(join(file, '..')).some((name) => name === 'pynchy.db')).toBe(false);
  });
  it('is held by one host at a time', () => {
    const lock = join(file, '..', 'lock.db');
    const held = takeHostLock(lock);
    expect(() => takeHostLock(lock)).toThrow('host-running');
    held.release();
    takeHostLock(lock).release();
  });
});
