import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Db, openDb } from './open.ts';
import { createReader, type Reader } from './reader.ts';

let db: Db;
let file: string;
let reader: Reader;
const query = { query: 'nothing', before: null, limit: 10 };

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'pynchy-reader-')), 'pynchy.db');
  db = openDb(file, Date.now);
  const dir = join(file, '..');
  reader = createReader({ file, audit: { key: Buffer.alloc(32), anchorsFile: join(dir, 'anchors'), logsDir: dir }, log: () => undefined });
});
afterEach(async () => {
  await reader.close();
  db.close();
});

it('answers a question that is asked while the worker before is still ending', async () => {
  expect((await reader.search(query)).hits).toEqual([]);
  const closing = reader.close();
  const answers = await Promise.all([reader.search(query), reader.verifyAudit()]);
  expect(answers[1]).toMatchObject({ badSeq: null });
  await closing;
});

it('tells those who wait when their worker ends', async () => {
  await reader.search(query);
  // More than it can answer before it ends.
  const asked = Array.from({ length: 5_000 }, () => reader.search(query));
  const settled = Promise.allSettled(asked);
  await reader.close();
  expect((await settled).at(-1)).toMatchObject({ status: 'rejected', reason: new Error('the reader ended') });
});

it('tries again after a start that failed', async () => {
  let starts = 0;
  const shaky = createReader({
    audit: null,
    log: () => undefined,
    get file() {
      if (++starts === 1) throw new Error('no more threads');
      return file;
    },
  });
  try {
    await expect(shaky.search(query)).rejects.toThrow('no more threads');
    expect((await shaky.search(query)).hits).toEqual([]);
  } finally {
    await shaky.close();
  }
});
