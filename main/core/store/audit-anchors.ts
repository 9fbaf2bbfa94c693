import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { macOf } from './audit.ts';
import type { Db } from './open.ts';

/** The end of the audit log at a moment, outside of the database; each is keyed and chained to the one before. */
export interface Anchor {
  /** Of the last row, with its hash. */
  readonly seq: number;
  readonly head: string;
  /** UTC ms. */
  readonly at: number;
  readonly mac: string;
}

export interface AnchorsFile {
  readonly anchors: readonly Anchor[];
  readonly badLine: number | null;
  readonly isMissing: boolean;
}

/** What the host's log says when one is written. */
export const anchorLine = 'audit anchor';
export const anchorScope = 'audit';

/** So many rows at most are in no anchor while the host lives; after a clean stop none. */
const everyRows = 16;

/**
 * Writes anchors to `file` (0600, appended, one JSON line each). `due` after a row was appended: what is committed a moment
 * later is anchored when enough has come. A fault is told and made up for by the next anchor.
 */
export const createAuditAnchors = (
  db: Pick<Db, 'get'>,
  key: Uint8Array,
  o: { file: string; now: () => number; told: (anchor: Anchor) => void; failed: (error: unknown) => void },
) => {
  cutTornLine(o.file);
  let last = readAnchors(o.file).anchors.at(-1) ?? null;
  let isDue = false;
  let isClosed = false;
  const head = () => db.get('SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1');

  const write = (atLeast: number): void => {
    try {
      const row = head();
      if (!row || Number(row.seq) < (last?.seq ?? 0) + atLeast) return;
      const fields = { seq: Number(row.seq), head: String(row.mac), at: o.now() };
      const anchor = { ...fields, mac: anchorMac(key, fields, last) };
      appendLine(o.file, JSON.stringify(anchor));
      last = anchor;
      o.told(anchor);
    } catch (error) {
      o.failed(error);
    }
  };
  return {
    /** False: the log ends before its last anchor, or says something else there. */
    holds: (): boolean => last === null || db.get('SELECT mac FROM audit WHERE seq = ?', last.seq)?.mac === last.head,
    /** There is no anchor, though rows are there: the file is new or was taken away. */
    isNew: (): boolean => last === null,
    /** The transaction that appended may still be taken back. */
    due(): void {
      if (isDue) return;
      isDue = true;
      setImmediate(() => {
        isDue = false;
        if (!isClosed) write(everyRows);
      });
    },
    /** Anchors the end as it is. */
    now: (): void => write(1),
    /** The last one: the database is closed after it. */
    close(): void {
      write(1);
      isClosed = true;
    },
  };
};

export const anchorMac = (key: Uint8Array, a: Omit<Anchor, 'mac'>, before: Anchor | null): string =>
  macOf(key, ['anchor', a.seq, a.head, a.at, before?.mac ?? '']);

/** The anchors in their order up to the first line that is none; `badLine` (from 1) is that one, `isMissing`: no such file. */
export const readAnchors = (file: string): AnchorsFile => {
  if (!existsSync(file)) return { anchors: [], badLine: null, isMissing: true };
  const anchors: Anchor[] = [];
  for (const [i, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line === '') continue;
    const parsed = parseLine(line);
    if (!parsed) return { anchors, badLine: i + 1, isMissing: false };
    anchors.push(parsed);
  }
  return { anchors, badLine: null, isMissing: false };
};
const parseLine = (line: string): Anchor | null => {
  try {
    const { seq, head, at, mac } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const isAnchor =
      Number.isSafeInteger(seq) && Number(seq) > 0 && typeof head === 'string' && typeof at === 'number' && typeof mac === 'string';
    return isAnchor ? { seq: Number(seq), head, at, mac } : null;
  } catch {
    // Told by the line's number.
    return null;
  }
};

// A killed host may leave half a line, always without its end.
const cutTornLine = (file: string): void => {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(10) + 1;
  if (end < bytes.length) truncateSync(file, end);
};

const appendLine = (file: string, line: string): void => {
  const fd = openSync(file, 'a', 0o600);
  try {
    writeSync(fd, `${line}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};
