import type { AuditEntry, Person } from '#contract/model/records.ts';
import { newId } from '../../base/ids.ts';
import { shownName } from '../../base/shown-name.ts';
import type { Db, Row } from '../open.ts';
import { keepChatsWithHolder } from './moved-number.ts';

export interface Who {
  readonly kind: string;
  /** All keys of one account of theirs; the first one names the account, the others may be given to another account one day. */
  readonly keys: readonly string[];
  readonly name: string;
}
type Record = (entry: AuditEntry) => void;

const rank = { owner: 2, allowed: 1, unknown: 0 } as const;

/**
 * Who somebody is, by every key the network has for them. Keys that turn out to be of one person are joined, which is
 * audited: the one with the greater role stays, and the other's keys become theirs. Nobody known yet becomes a person whom
 * nothing is allowed.
 */
export const identify = (db: Db, who: Who, now: number, record?: Record): { person: Person; merged: string[] } =>
  db.tx(() => {
    takeFromOthers(db, who, now, record);
    const [kept = add(db, who.name, now), ...others] = peopleWith(db, who);
    for (const other of others) join(db, other.id, kept.id, record);
    bind(db, kept.id, who);
    return { person: { ...kept, name: nameAnew(db, kept, who.name) }, merged: others.map((p) => p.id) };
  });

/** Who has this account, the greatest role first; makes nobody known, and does not take a number for whoever had it before. */
export const knownAs = (db: Db, who: Account): Person | null => {
  const others = heldByOthers(db, who);
  return peopleWith(db, { kind: who.kind, keys: who.keys.filter((key) => !others.includes(key)) })[0] ?? null;
};

/** These keys are this person's from now on. */
export const claimKeys = (db: Db, personId: string, { kind, keys }: Account, now: number, record?: Record): void =>
  db.tx(() => {
    takeFromOthers(db, { kind, keys }, now, record);
    for (const value of keys) {
      const before = db.get('SELECT person_id FROM identities WHERE kind = ? AND value = ?', kind, value)?.person_id;
      if (before !== undefined && before !== personId) join(db, String(before), personId, record);
    }
    bind(db, personId, { kind, keys, name: '' });
  });

/**
 * The account with this key is somebody of their own again, whom nothing is allowed, with all of its keys. Where the person
 * was, they are now as well. Null when nobody has the key.
 */
export const releaseKeys = (db: Db, kind: string, key: string, now: number, record?: Record): Person | null =>
  db.tx(() => {
    const row = db.get('SELECT person_id, contact FROM identities WHERE kind = ? AND value = ?', kind, key);
    if (!row) return null;
    const person = add(db, '', now);
    const from = String(row.person_id);
    db.run(
      'UPDATE identities SET person_id = ? WHERE person_id = ? AND kind = ? AND (value = ? OR contact = ?)',
      person.id,
      from,
      kind,
      key,
      row.contact ?? key,
    );
    // Where the person was this account may be, until the members are told anew: nobody takes such a chat for private.
    db.run(
      `INSERT INTO chat_members(chat_id, person_id) SELECT c.id, ?1 FROM chats c WHERE c.registered_at IS NOT NULL AND (
         c.chat_key IN (SELECT value FROM identities WHERE person_id = ?1)
         OR (c.kind = 'group' AND EXISTS (SELECT 1 FROM chat_members m WHERE m.chat_id = c.id AND m.person_id = ?2 AND m.left_at IS NULL)))
       ON CONFLICT DO NOTHING`,
      person.id,
      from,
    );
    record?.(entryOf('identity-released', `${from} -> ${person.id}`));
    return person;
  });

const peopleWith = (db: Db, { kind, keys }: Account): Person[] => {
  const rows = keys.flatMap((key) =>
    db.all('SELECT p.* FROM identities i JOIN persons p ON p.id = i.person_id WHERE i.kind = ? AND i.value = ?', kind, key),
  );
  return [...new Map(rows.map((row) => [String(row.id), personOf(row)])).values()].sort((a, b) => rank[b.role] - rank[a.role]);
};
const personOf = (row: Row): Person => ({ id: String(row.id), role: String(row.role) as Person['role'], name: String(row.name) });

const add = (db: Db, name: string, now: number): Person => {
  const person: Person = { id: newId('person', now), role: 'unknown', name: shownName(name) };
  db.run('INSERT INTO persons(id, role, name) VALUES (?, ?, ?)', person.id, person.role, person.name);
  return person;
};

type Account = Pick<Who, 'kind' | 'keys'>;

/** Numbers that another account had until now: whoever has them now gets nothing of what that one may do. */
const heldByOthers = (db: Db, { kind, keys }: Account): string[] => {
  const [first = '', ...others] = keys;
  return others.filter((key) => {
    const held = db.get('SELECT contact FROM identities WHERE kind = ? AND value = ?', kind, key)?.contact;
    if (typeof held !== 'string') return false;
    const account = db.all('SELECT value FROM identities WHERE kind = ? AND contact = ?', kind, held).map(({ value }) => String(value));
    return !account.includes(first) && !account.every((value) => keys.includes(value));
  });
};

/** Nobody else has these keys any more, nor a chat under one. In the caller's transaction. */
export const takeFromOthers = (db: Db, { kind, keys }: Account, now: number, record?: Record): void => {
  for (const key of heldByOthers(db, { kind, keys })) {
    const holder = db
      .all(
        `SELECT o.value FROM identities i JOIN identities o ON o.kind = i.kind AND o.contact = i.contact
         WHERE i.kind = ? AND i.value = ? ORDER BY o.rowid`,
        kind,
        key,
      )
      .map(({ value }) => String(value))
      .find((value) => !keys.includes(value));
    if (holder !== undefined) keepChatsWithHolder(db, { kind, number: key, holder }, now);
    db.run('DELETE FROM identities WHERE kind = ? AND value = ?', kind, key);
    record?.(entryOf('identity-moved', 'a number belongs to another account now'));
  }
};

const bind = (db: Db, personId: string, { kind, keys }: Who): void => {
  const known = keys.map((key) => db.get('SELECT contact FROM identities WHERE kind = ? AND value = ?', kind, key)?.contact);
  const contact = known.find((c) => typeof c === 'string') ?? keys[0] ?? null;
  // Two accounts that turn out to be one keep one name.
  for (const other of known)
    if (typeof other === 'string' && other !== contact)
      db.run('UPDATE identities SET contact = ? WHERE kind = ? AND contact = ?', contact, kind, other);
  for (const key of keys)
    db.run(
      `INSERT INTO identities(kind, value, person_id, contact) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET contact = excluded.contact
       WHERE contact IS NOT excluded.contact`,
      kind,
      key,
      personId,
      contact,
    );
};

// A first name stays: nobody becomes somebody else by a new one. A number gives way to a name.
const nameAnew = (db: Db, person: Person, raw: string): string => {
  const name = shownName(raw);
  if (name === '' || name === person.name || !(person.name === '' || person.name.startsWith('+'))) return person.name;
  db.run('UPDATE persons SET name = ? WHERE id = ?', name, person.id);
  return name;
};

// The row stays: older messages and turns point to it.
const join = (db: Db, from: string, to: string, record: Record | undefined): void => {
  db.run('UPDATE identities SET person_id = ? WHERE person_id = ?', to, from);
  db.run(
    `INSERT INTO chat_members(chat_id, person_id, left_at, may_start, is_admin) SELECT chat_id, ?, left_at, may_start, is_admin FROM chat_members WHERE person_id = ?
     ON CONFLICT DO UPDATE SET left_at = iif(left_at IS NULL OR excluded.left_at IS NULL, NULL, left_at), may_start = max(may_start, excluded.may_start), is_admin = max(is_admin, excluded.is_admin)`,
    to,
    from,
  );
  db.run('DELETE FROM chat_members WHERE person_id = ?', from);
  db.run('UPDATE OR REPLACE message_reactions SET person_id = ? WHERE person_id = ?', to, from);
  record?.(entryOf('identity-joined', `${from} -> ${to}`));
};

const entryOf = (rule: string, detail: string): AuditEntry => ({
  actor: 'channel',
  workspaceId: null,
  turnId: null,
  callHash: null,
  decision: 'allow',
  rule,
  outcome: 'done',
  detail,
});
