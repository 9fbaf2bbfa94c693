import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WatchItem } from '#contract/ui/watch.ts';
import { type Db, openDb } from '../store/open.ts';
import { createStore, type Store } from '../store/store.ts';
import { seed } from '../store/transitions/seed.ts';
import { createWatch, type Watch } from './watch.ts';

let db: Db;
let store: Store;
let watch: Watch;
let client: AsyncGenerator<WatchItem>;
const leaving = new AbortController();

beforeEach(async () => {
  db = openDb(join(mkdtempSync(join(tmpdir(), 'pynchy-watch-')), 'pynchy.db'), Date.now);
  seed(db, 'boot_1', 1);
  store = createStore(db, 'boot_1');
  watch = createWatch(store, 'boot_1', () => undefined);
  client = watch.watch(null, leaving.signal);
  await client.next();
});
afterEach(async () => {
  await client.return(undefined);
  db.close();
});

const next = async (): Promise<WatchItem> => (await client.next()).value;
const write = (count: number): void => {
  for (let i = 0; i < count; i++) watch.delta({ chatId: 'chat', turnId: 'turn', stepId: 'step', kind: 'text', offset: i, text: 'x' });
};
const events = (count: number): void => {
  for (let i = 0; i < count; i++) db.tx(() => db.event({ topic: 'account', entityId: `acct_${i}` }));
};

it('gives text and events on to a client that reads', async () => {
  write(2);
  events(1);
  const items = [await next(), await next(), await next()];
  expect(items.map((item) => item.type).sort()).toEqual(['delta', 'delta', 'event']);
});

it('lets a client that stops reading in the middle of a text begin anew, and keeps nothing for it', async () => {
  write(2);
  expect((await next()).type).toBe('delta');
  write(20_000);
  expect(await next()).toEqual({ type: 'reset', bootId: 'boot_1', seq: store.events.last() });
  write(1);
  expect(await next()).toMatchObject({ type: 'delta', offset: 0 });
});

it('does the same for one that stops reading among the events', async () => {
  events(3);
  expect((await next()).type).toBe('event');
  write(20_000);
  const seen: string[] = [];
  do seen.push((await next()).type);
  while (seen.at(-1) !== 'reset');
  expect(seen).not.toContain('delta');
});
