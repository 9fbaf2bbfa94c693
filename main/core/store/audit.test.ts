import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTick } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAudit, fieldsOf, macOf } from './audit.ts';
import { type Anchor, createAuditAnchors, readAnchors } from './audit-anchors.ts';
import { verifyAudit } from './audit-verify.ts';
import { type Db, openDb, type Row } from './open.ts';

const key = Buffer.alloc(32, 7);
const now = 1_800_000_000_000;
let dir: string;
let file: string;
let anchorsFile: string;
let db: Db;
let logged: Pick<Anchor, 'seq' | 'head'>[];

const anchorsOf = () =>
  createAuditAnchors(db, key, {
    file: anchorsFile,
    now: () => now,
    told: ({ seq, head }) => void logged.push({ seq, head }),
    failed: (error) => {
      throw error;
    },
  });
const auditOf = (appended: () => void = () => undefined) =>
  createAudit(db, key, { now: () => now, clean: (text) => text.replace('sk-1', '•••'), appended });
const entry = (rule = 'r') => ({
  actor: 'a',
  workspaceId: null,
  turnId: null,
  callHash: null,
  decision: 'allow',
  rule,
  outcome: 'o',
  detail: 'key sk-1',
});
const check = (o: { withoutLog?: boolean } = {}) =>
  verifyAudit(db, key, { file: readAnchors(anchorsFile), logged: o.withoutLog ? [] : logged });
const told = (o?: { withoutLog?: boolean }) => check(o).findings.map(({ code, seq, to }) => `${code} ${seq}${to === seq ? '' : `-${to}`}`);
/** On the database file itself, past the triggers. */
const tamper = (work: (raw: DatabaseSync) => void): void => {
  const raw = new DatabaseSync(file);
  raw.exec('DROP TRIGGER IF EXISTS audit_no_update; DROP TRIGGER IF EXISTS audit_no_delete;');
  work(raw);
  raw.close();
};
const sql =
  (text: string): ((raw: DatabaseSync) => void) =>
  (raw) =>
    raw.exec(text);
/** Everything from a row on again, chained and keyed as if it had been so from the beginning. */
const rewriteFrom =
  (seq: number, change: string, withKey: Uint8Array = key): ((raw: DatabaseSync) => void) =>
  (raw) => {
    raw.exec(change);
    const before = raw.prepare('SELECT mac FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT 1').get(seq);
    let prev = String(before?.mac ?? '');
    for (const row of raw.prepare('SELECT * FROM audit WHERE seq >= ? ORDER BY seq').all(seq) as Row[]) {
      const mac = macOf(withKey, fieldsOf({ ...row, prev_hash: prev }));
      raw.prepare('UPDATE audit SET prev_hash = ?, mac = ? WHERE seq = ?').run(prev, mac, Number(row.seq));
      prev = mac;
    }
  };

// Rows 1 to 10, anchored at 4 and 8.
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'pynchy-audit-'));
  file = join(dir, 'pynchy.db');
  anchorsFile = join(dir, 'audit-anchors.jsonl');
  logged = [];
  db = openDb(file, () => now);
  const audit = auditOf();
  const anchors = anchorsOf();
  for (let n = 1; n <= 10; n++) {
    db.tx(() => audit.append(entry()));
    if (n % 4 === 0) anchors.now();
  }
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

it('is whole when nobody touched it, keeps no secret, and cannot be changed through the database', () => {
  expect(check()).toEqual({ rows: 10, badSeq: null, findings: [] });
  expect(db.get('SELECT detail FROM audit WHERE seq = 1')?.detail).toBe('key •••');
  expect(() => db.run("UPDATE audit SET decision = 'x'")).toThrow('final');
  expect(() => db.run('DELETE FROM audit')).toThrow('final');
  expect(statSync(anchorsFile).mode & 0o777).toBe(0o600);
});

it.each<[string, (raw: DatabaseSync) => void, string[]]>([
  ['an edited decision', sql("UPDATE audit SET decision = 'deny' WHERE seq = 2"), ['audit-edited 2']],
  ['an edited time', sql('UPDATE audit SET at = at + 1 WHERE seq = 5'), ['audit-edited 5']],
  ['another actor', sql("UPDATE audit SET actor = 'b' WHERE seq = 9"), ['audit-edited 9']],
  ['a value of another kind', sql("UPDATE audit SET workspace_id = '' WHERE seq = 3"), ['audit-edited 3']],
  ['edited neighbours, told as one', sql("UPDATE audit SET detail = '' WHERE seq BETWEEN 5 AND 7"), ['audit-edited 5-7']],
  ['a hash put in place of the right one', sql("UPDATE audit SET mac = 'x' WHERE seq = 6"), ['audit-edited 6']],
  ['a row taken out', sql('DELETE FROM audit WHERE seq = 6'), ['audit-gap 6']],
  ['rows taken out', sql('DELETE FROM audit WHERE seq BETWEEN 5 AND 7'), ['audit-gap 5-7']],
  [
    'a row put in the place of another by somebody with the key',
    (raw) => {
      raw.exec("UPDATE audit SET decision = 'deny' WHERE seq = 6");
      const row = raw.prepare('SELECT * FROM audit WHERE seq = 6').get() as Row;
      raw.prepare('UPDATE audit SET mac = ? WHERE seq = 6').run(macOf(key, fieldsOf(row)));
    },
    ['audit-broken-link 7'],
  ],
  ['the first row taken out', sql('DELETE FROM audit WHERE seq = 1'), ['audit-gap 1']],
  [
    'two rows that changed places',
    sql('UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 99'),
    ['audit-moved 2', 'audit-moved 3'],
  ],
  [
    'a row taken out and the rest closed up',
    sql('DELETE FROM audit WHERE seq = 9; UPDATE audit SET seq = 9 WHERE seq = 10'),
    ['audit-moved 9'],
  ],
  [
    'a row put at the end by somebody without the key',
    sql(
      "INSERT INTO audit SELECT 11, at, actor, workspace_id, turn_id, call_hash, 'approve', rule, outcome, detail, mac, 'made-up' FROM audit WHERE seq = 10",
    ),
    ['audit-edited 11'],
  ],
  ['an end that is cut off', sql('DELETE FROM audit WHERE seq >= 8'), ['audit-cut 8']],
  ['a log that is emptied', sql('DELETE FROM audit'), ['audit-cut 1']],
  [
    'a chain written anew by somebody with the key',
    rewriteFrom(3, "UPDATE audit SET decision = 'deny' WHERE seq = 3"),
    ['audit-rewritten 4', 'audit-rewritten 8'],
  ],
  ['a shorter chain written anew', rewriteFrom(1, 'DELETE FROM audit WHERE seq > 6'), ['audit-cut 7']],
  [
    'a chain written anew with another key',
    rewriteFrom(1, '', Buffer.alloc(32, 9)),
    ['audit-other-key 1', 'audit-rewritten 4', 'audit-rewritten 8'],
  ],
])('finds %s', (_, change, findings) => {
  tamper(change);
  expect(told()).toEqual(findings);
  expect(check().badSeq).not.toBeNull();
});

it('finds an end that was cut off together with its anchors, by the log', () => {
  const [first = ''] = readFileSync(anchorsFile, 'utf8').split('\n');
  tamper(sql('DELETE FROM audit WHERE seq > 5'));
  writeFileSync(anchorsFile, `${first}\n`);
  expect(told({ withoutLog: true })).toEqual([]);
  expect(told()).toEqual(['audit-cut 6']);
});

it.each<[string, () => void, string[]]>([
  [
    'an edited anchor',
    () => writeFileSync(anchorsFile, readFileSync(anchorsFile, 'utf8').replace('"seq":4', '"seq":3')),
    ['audit-anchor-edited 3', 'audit-rewritten 3'],
  ],
  [
    'a missing anchor',
    () => writeFileSync(anchorsFile, `${readFileSync(anchorsFile, 'utf8').split('\n')[1]}\n`),
    ['audit-anchor-edited 8'],
  ],
  ['a line that is none', () => writeFileSync(anchorsFile, `nonsense\n${readFileSync(anchorsFile, 'utf8')}`), ['audit-anchor-edited 1']],
  ['no anchors at all', () => rmSync(anchorsFile), ['audit-anchors-missing 1']],
])('finds %s', (_, change, findings) => {
  change();
  expect(told({ withoutLog: true })).toEqual(findings);
});

it('finds anchors that were begun anew', () => {
  const audit = auditOf();
  audit.append(entry('audit-anchors'));
  audit.append(entry('audit-anchors'));
  expect(told()).toEqual(['audit-anchors-anew 12']);
});

it('knows at the start that its end is gone, and does not vouch for what is left in place of it', () => {
  expect(anchorsOf().holds()).toBe(true);
  tamper(sql('DELETE FROM audit WHERE seq >= 8'));
  const anchors = anchorsOf();
  expect(anchors.holds()).toBe(false);
  anchors.now();
  expect(readAnchors(anchorsFile).anchors).toHaveLength(2);
});

it('vouches only for what was committed, for many rows at once, and goes on after half a line of a killed host', async () => {
  const anchors = anchorsOf();
  const audit = auditOf(anchors.due);
  expect(() =>
    db.tx(() => {
      for (let n = 0; n < 40; n++) audit.append(entry());
      throw new Error('taken back');
    }),
  ).toThrow('taken back');
  await nextTick();
  expect(readAnchors(anchorsFile).anchors.at(-1)?.seq).toBe(8);
  db.tx(() => {
    for (let n = 0; n < 40; n++) audit.append(entry());
  });
  await nextTick();
  expect(readAnchors(anchorsFile).anchors.at(-1)?.seq).toBe(50);
  writeFileSync(anchorsFile, '{"seq":60,"he', { flag: 'a' });
  audit.append(entry());
  await nextTick();
  anchorsOf().now();
  expect(readAnchors(anchorsFile)).toMatchObject({ badLine: null, anchors: [{ seq: 4 }, { seq: 8 }, { seq: 50 }, { seq: 51 }] });
  expect(told()).toEqual([]);
});

it('is as whole in a copy of the file as in the file', () => {
  db.run('PRAGMA wal_checkpoint(TRUNCATE)');
  const copy = join(dir, 'copy.db');
  copyFileSync(file, copy);
  const other = openDb(copy, () => now);
  expect(verifyAudit(other, key, { file: readAnchors(anchorsFile), logged }).findings).toEqual([]);
  other.close();
});
