import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openDb } from '../open.ts';
import { searchMessages } from '../views/search.ts';
import { initial } from './0001-initial.ts';
import { migrate } from './migrate.ts';

const message = (n: number, text: string): string =>
  `INSERT INTO messages(id, chat_id, connection_id, external_key, origin, audience, state, text, sent_at, accepted_at)
   VALUES ('m${n}', 'c', 'desktop', 'k${n}', 'human', 'both', 'answered', '${text}', ${n}, ${n})`;

it('finds what an older version stored, and what is stored after, by the first letters', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'pynchy-migrate-')), 'pynchy.db');
  const old = new DatabaseSync(file);
  migrate(old, 0, [initial]);
  old.exec("INSERT INTO connections(id, channel, name, state) VALUES ('desktop', 'desktop', 'd', 'live')");
  old.exec("INSERT INTO chats(id, connection_id, chat_key, name, kind) VALUES ('c', 'desktop', 'k', 'Chat', 'direct')");
  old.exec(message(1, 'an invoice'));
  old.close();

  const db = openDb(file, () => 0);
  try {
    db.run(message(2, 'two invoices'));
    for (const query of ['i', 'in', 'inv', 'invoice'])
      expect(searchMessages(db, { query, before: null, limit: 10 }).hits.map((hit) => hit.seq)).toEqual([2, 1]);
  } finally {
    db.close();
  }
});
