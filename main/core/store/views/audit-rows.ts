import type { AuditFilter } from '#contract/ui/domains/audit.ts';
import type { Db, Row } from '../open.ts';

export interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly workspaceId: string | null;
  readonly turnId: string | null;
  readonly decision: string;
  readonly rule: string;
  readonly outcome: string;
  readonly detail: string;
}

const columns = { workspaceId: 'workspace_id', decision: 'decision', rule: 'rule', actor: 'actor' } as const;

/** Rows that fit, newest first, a page before `before`. Meant for a reader: filters read many rows. */
export const auditRows = (db: Pick<Db, 'all'>, o: { filter: AuditFilter; before: number | null; limit: number }): AuditRow[] => {
  const names = (Object.keys(columns) as (keyof typeof columns)[]).filter((name) => o.filter[name] !== null);
  const where = [
    ...names.map((name) => `${columns[name]} = ?`),
    ...(o.filter.fromMs === null ? [] : ['at >= ?']),
    ...(o.filter.toMs === null ? [] : ['at < ?']),
  ];
  const values = [...names.map((name) => o.filter[name]), o.filter.fromMs, o.filter.toMs].filter((value) => value !== null);
  return db
    .all(
      `SELECT * FROM audit WHERE seq < ?${where.map((part) => ` AND ${part}`).join('')} ORDER BY seq DESC LIMIT ?`,
      o.before ?? Number.MAX_SAFE_INTEGER,
      ...values,
      o.limit,
    )
    .map(rowOf);
};

/** What there is to choose from. */
export const auditChoices = (db: Pick<Db, 'all'>): { decisions: string[]; rules: string[]; actors: string[] } => {
  const of = (column: string): string[] =>
    db.all(`SELECT DISTINCT ${column} AS value FROM audit ORDER BY value LIMIT 500`).map(({ value }) => String(value));
  return { decisions: of('decision'), rules: of('rule'), actors: of('actor') };
};

const rowOf = (row: Row): AuditRow => ({
  seq: Number(row.seq),
  at: Number(row.at),
  actor: String(row.actor),
  workspaceId: row.workspace_id === null ? null : String(row.workspace_id),
  turnId: row.turn_id === null ? null : String(row.turn_id),
  decision: String(row.decision),
  rule: String(row.rule),
  outcome: String(row.outcome),
  detail: String(row.detail),
});
