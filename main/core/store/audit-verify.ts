import { fieldsOf, macOf } from './audit.ts';
import { type Anchor, type AnchorsFile, anchorMac } from './audit-anchors.ts';
import type { Db, Row } from './open.ts';

/** One thing that is wrong with the log, at the rows `seq` to `to`. `was`: the row's place when it was written. */
export interface AuditFinding {
  readonly code:
    | 'audit-edited'
    | 'audit-moved'
    | 'audit-gap'
    | 'audit-broken-link'
    | 'audit-other-key'
    | 'audit-cut'
    | 'audit-rewritten'
    | 'audit-anchor-edited'
    | 'audit-anchors-missing'
    | 'audit-anchors-anew';
  readonly seq: number;
  readonly to: number;
  readonly was?: number;
}
export interface AuditCheck {
  readonly rows: number;
  /** The first row that does not hold; null when all is well. */
  readonly badSeq: number | null;
  readonly findings: readonly AuditFinding[];
}
/** What stands outside of the database, read before the rows are: the file of anchors, and anchors in the host's log. */
export interface AuditProof {
  readonly file: AnchorsFile;
  readonly logged: readonly Pick<Anchor, 'seq' | 'head'>[];
}

/** The rule of the row that says that anchors begin: there is one such row. */
export const anchorsBegin = 'audit-anchors';
const pageRows = 500;
// How far a row is looked for that stands elsewhere than where it was written.
const movedMost = 200;
const findingsMost = 50;

/** Reads the whole chain and everything that vouches for it. Long on a large log: meant for a reader. */
export const verifyAudit = (db: Pick<Db, 'all'>, key: Uint8Array, proof: AuditProof | null = null): AuditCheck => {
  const findings: AuditFinding[] = [];
  const note = (code: AuditFinding['code'], seq: number, was?: number): void => {
    const last = findings.at(-1);
    // Neighbours with the same fault are told together.
    if (last?.code === code && last.to === seq - 1 && was === undefined && last.was === undefined)
      findings[findings.length - 1] = { ...last, to: seq };
    else if (findings.length < findingsMost) findings.push({ code, seq, to: seq, ...(was === undefined ? {} : { was }) });
  };
  const chain = readChain(db, key, note);
  if (proof) checkProof(db, { key, proof, chain }, note);
  return {
    rows: chain.rows,
    badSeq: findings.length === 0 ? null : Math.min(...findings.map(({ seq }) => seq)),
    findings: [...findings].sort((a, b) => a.seq - b.seq),
  };
};

type Note = (code: AuditFinding['code'], seq: number, was?: number) => void;
interface Chain {
  readonly rows: number;
  readonly end: number;
  readonly begins: readonly number[];
}

const readChain = (db: Pick<Db, 'all'>, key: Uint8Array, note: Note): Chain => {
  const bad: { seq: number; was: number | null }[] = [];
  const begins: number[] = [];
  let [prev, end, rows] = ['', 0, 0];
  // What follows a row that does not hold cannot follow it.
  let wasGood = true;
  for (;;) {
    const page = db.all('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?', end, pageRows);
    for (const row of page) {
      const seq = Number(row.seq);
      for (let missing = end + 1; missing < seq; missing++) {
        note('audit-gap', missing);
        if (seq - missing > movedMost) missing = seq - 1;
      }
      const holds = row.mac === macOf(key, fieldsOf(row));
      if (!holds) bad.push({ seq, was: placeOf(row, key) });
      else if (wasGood && row.prev_hash !== prev && seq === end + 1) note('audit-broken-link', seq);
      wasGood = holds;
      if (row.rule === anchorsBegin) begins.push(seq);
      [prev, end, rows] = [String(row.mac), seq, rows + 1];
    }
    if (page.length < pageRows) break;
  }
  if (rows > 0 && bad.length === rows && bad.every(({ was }) => was === null)) note('audit-other-key', 1);
  else for (const { seq, was } of bad) was === null ? note('audit-edited', seq) : note('audit-moved', seq, was);
  return { rows, end, begins };
};

/** Where a row stood when its hash was made; null when it fits nowhere near. */
const placeOf = (row: Row, key: Uint8Array): number | null => {
  const seq = Number(row.seq);
  const [, ...rest] = fieldsOf(row);
  for (let off = 1; off <= movedMost; off++)
    for (const was of [seq - off, seq + off]) if (was > 0 && row.mac === macOf(key, [was, ...rest])) return was;
  return null;
};

const checkProof = (db: Pick<Db, 'all'>, o: { key: Uint8Array; proof: AuditProof; chain: Chain }, note: Note): void => {
  const { key, proof, chain } = o;
  const { anchors, badLine, isMissing } = proof.file;
  if (isMissing && chain.rows > 0) note('audit-anchors-missing', 1);
  for (const again of chain.begins.slice(1)) note('audit-anchors-anew', again);
  let before: Anchor | null = null;
  for (const anchor of anchors) {
    if (anchor.mac !== anchorMac(key, anchor, before)) {
      note('audit-anchor-edited', anchor.seq);
      break;
    }
    before = anchor;
  }
  if (badLine !== null) note('audit-anchor-edited', (before?.seq ?? 0) + 1);
  const vouched = new Map([...proof.logged, ...anchors].map(({ seq, head }) => [`${seq} ${head}`, { seq, head }]));
  const isCut = Math.max(0, ...[...vouched.values()].map(({ seq }) => seq)) > chain.end;
  if (isCut) note('audit-cut', chain.end + 1);
  for (const { seq, head } of vouched.values()) {
    if (seq > chain.end) continue;
    const [row] = db.all('SELECT mac FROM audit WHERE seq = ?', seq);
    if (row && row.mac !== head) note('audit-rewritten', seq);
  }
};
