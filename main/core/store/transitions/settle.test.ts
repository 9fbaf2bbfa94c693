import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { ModelPrice } from '#contract/model/price.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { noUsage } from '#contract/model/transcript.ts';
import { newId } from '../../base/ids.ts';
import { type Db, openDb } from '../open.ts';
import { createStore, type Store } from '../store.ts';
import { acceptMessages } from './accept.ts';
import { interruptTurn, recover } from './recover.ts';
import { seed } from './seed.ts';
import { beginModelCall, endModelCall, flushParts } from './steps.ts';
import { startTurn } from './turn-start.ts';

const now = 1_800_000_000_000;
let db: Db;
let store: Store;
let turnId: string;
let price: ModelPrice | null;

beforeEach(() => {
  price = null;
  db = openDb(join(mkdtempSync(join(tmpdir(), 'pynchy-settle-')), 'pynchy.db'), () => now);
  seed(db, 'boot_1', now);
  store = createStore(db, 'boot_1');
  const workspaceId = store.workspaces.byName('home')?.id ?? '';
  const made = { id: newId('chat'), connectionId: 'desktop', chatKey: 'k', name: 'home', workspaceId, sessionId: newId('ses') };
  const chatId = store.chats.add({ ...made, kind: 'direct' }, now).id;
  const from = { personId: store.people.owner().id, role: 'owner', origin: 'human', audience: 'both' } as const;
  acceptMessages(db, [{ id: newId('msg'), chatId, externalKey: 'k1', ...from, text: 'Hello', sentAt: now, late: false }], now);
  turnId = startTurn(db, { chatId, turnId: newId('turn'), bootId: 'boot_1' }, now)?.id ?? '';
});

const begin = (inputTokens = 900): string => {
  const stepId = newId('step');
  const call = { stepId, turnId, ord: store.turns.nextOrd(turnId), accountId: 'acct', provider: 'p', model: 'm', attempt: 1 };
  beginModelCall(db, { ...call, reservationId: newId('rsv'), inputTokens, tokens: inputTokens + 4_000, price }, now);
  return stepId;
};
const end = (stepId: string, o: { why?: Reason; said?: string; unseenChars?: number; usedIn?: number }): void =>
  endModelCall(
    db,
    {
      stepId,
      turnId,
      state: o.why ? 'failed' : 'done',
      reason: o.why ?? null,
      usage: { ...noUsage, in: o.usedIn ?? 0 },
      blocks: o.said ? [{ type: 'text', text: o.said }] : [],
      parts: [],
      unseenChars: o.unseenChars ?? 0,
    },
    now,
  );
const spent = (): number => store.accounts.spent('acct', 0);

it('holds the whole reservation while a call runs', () => {
  begin();
  expect(spent()).toBe(4_900);
});

it('books the count of the server when there is one', () => {
  end(begin(), { said: 'x'.repeat(300), usedIn: 12 });
  expect(spent()).toBe(12);
});

it('books the request and what was streamed when a stopped call brings no count', () => {
  const stepId = begin();
  end(stepId, { why: reason('stopped-by-you'), said: 'x'.repeat(300) });
  expect(spent()).toBe(1_000);
  expect(store.turns.step(stepId)?.usage).toMatchObject({ in: 900, out: 100 });
});

it.each(['no-answer', 'stream-cut'])('books the request when a call ends with %s: the server may have thought', (code) => {
  end(begin(), { why: reason(code) });
  expect(spent()).toBe(900);
});

it.each(['refused', 'payment', 'rate-limited', 'key-rejected'])('books nothing when nobody thought: %s', (code) => {
  end(begin(), { why: reason(code) });
  expect(spent()).toBe(0);
});

it('books an estimate for a server that does not count, the text of a summary included', () => {
  end(begin(), { unseenChars: 30 });
  expect(spent()).toBe(910);
});

it('books nothing for rules that cost nothing', () => {
  end(begin(0), { said: 'x'.repeat(300) });
  expect(spent()).toBe(0);
});

it.each([
  ['the host stops', () => interruptTurn(db, turnId, 'host-stopped', now)],
  ['the host dies', () => void recover(db, { bootId: 'boot_2', notice: () => null }, now)],
])('books the request and what is stored of the text when %s in the middle of a call', (_, happen) => {
  const stepId = begin();
  flushParts(db, turnId, stepId, [{ stepId: newId('step'), ord: store.turns.nextOrd(turnId), kind: 'text', text: 'x'.repeat(30) }], now);
  happen();
  expect(spent()).toBe(910);
  happen();
  expect(spent()).toBe(910);
});

it('books what a call cost, so that the turns of an account add up to its bill', () => {
  price = { in: 3_000_000, out: 15_000_000, cacheRead: 300_000, cacheWrite: 3_750_000 };
  const steps = [1_234, 77, 40_001].map((usedIn) => {
    const stepId = begin();
    end(stepId, { said: 'x', usedIn });
    return store.turns.step(stepId);
  });
  expect(steps.map((step) => step?.costMicros)).toEqual([3_702, 231, 120_003]);
  expect(store.accounts.cost('acct', 0)).toEqual({ micros: 3_702 + 231 + 120_003, unpricedCalls: 0 });
});

it('knows no cost without a price, counts such calls apart and says when tokens are an estimate', () => {
  const stepId = begin();
  end(stepId, { why: reason('stopped-by-you'), said: 'x'.repeat(300) });
  expect(store.turns.step(stepId)).toMatchObject({ costMicros: null, isEstimated: true });
  expect(store.accounts.cost('acct', 0)).toEqual({ micros: null, unpricedCalls: 1 });
  price = { in: 1_000_000, out: 1_000_000, cacheRead: 0, cacheWrite: 0 };
  end(begin(), { usedIn: 10 });
  expect(store.accounts.cost('acct', 0)).toEqual({ micros: 10, unpricedCalls: 1 });
});

it('makes no sum of nought of calls that were refused, beside calls without a price', () => {
  end(begin(), { why: reason('refused') });
  expect(store.accounts.cost('acct', 0)).toEqual({ micros: null, unpricedCalls: 0 });
  end(begin(), { usedIn: 10 });
  expect(store.accounts.cost('acct', 0)).toEqual({ micros: null, unpricedCalls: 1 });
});

it('settles a call that a dead host left at the price it began with', () => {
  price = { in: 2_000_000, out: 0, cacheRead: 0, cacheWrite: 0 };
  const stepId = begin(500);
  recover(db, { bootId: 'boot_2', notice: () => null }, now);
  expect(store.turns.step(stepId)).toMatchObject({ costMicros: 1_000, isEstimated: true });
});
