import type { Person } from '#contract/model/records.ts';
import { newId } from '../../base/ids.ts';
import type { Db, Row } from '../open.ts';

const rank = { owner: 2, allowed: 1, unknown: 0 } as const;

/**
 * Who somebody is, by every key the network has for them. Keys that turn out to be of one person are joined: the one with
 * the greater role stays, and the other's keys become theirs. Nobody known yet becomes a person whom nothing is allowed.
 */
export const identify = (
  db: Db,
  who: { kind: string; keys: readonly string[]; name: string },
  now: number,
): { person: Person; merged: string[] } =>
  db.tx(() => {
    const rows = who.keys.flatMap((key) =>
      db.all('SELECT p.* FROM identities i JOIN persons p ON p.id = i.person_id WHERE i.kind = ? AND i.value = ?', who.kind, key),
    );
    const people = [...new Map(rows.map((row) => [String(row.id), personOf(row)])).values()].sort((a, b) => rank[b.role] - rank[a.role]);
    const [kept = add(db, who.name, now), ...others] = people;
    for (const other of others) join(db, other.id, kept.id);
    for (const key of who.keys)
      db.run('INSERT INTO identities(kind, value, person_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', who.kind, key, kept.id);
    return { person: kept, merged: others.map((p) => p.id) };
  });

/** These keys are this person's from now on. */
export const claimKeys = (db: Db, personId: string, kind: string, keys: readonly string[]): void =>
  db.tx(() => {
    for (const value of keys) {
      const before = db.get('SELECT person_id FROM identities WHERE kind = ? AND value = ?', kind, value)?.person_id;
      if (before === undefined) db.run('INSERT INTO identities(kind, value, person_id) VALUES (?, ?, ?)', kind, value, personId);
      else if (before !== personId) join(db, String(before), personId);
    }
  });

const personOf = (row: Row): Person => ({ id: String(row.id), role: String(row.role) as Person['role'], name: String(row.name) });

const add = (db: Db, name: string, now: number): Person => {
  const person: Person = { id: newId('person', now), role: 'unknown', name };
  db.run('INSERT INTO persons(id, role, name) VALUES (?, ?, ?)', person.id, person.role, person.name);
  return person;
};

// The row stays: older messages and turns point to it.
const join = (db: Db, from: string, to: string): void => {
  db.run('UPDATE identities SET person_id = ? WHERE person_id = ?', to, from);
  db.run(
    'INSERT INTO chat_members(chat_id, person_id, left_at) SELECT chat_id, ?, left_at FROM chat_members WHERE person_id = ? ON CONFLICT DO NOTHING',
    to,
    from,
  );
  db.run('DELETE FROM chat_members WHERE person_id = ?', from);
};
