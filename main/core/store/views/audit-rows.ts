import { type AuditFilter, anyOwnRule } from '#contract/ui/domains/audit.ts';
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
  const isOwn = o.filter.rule === anyOwnRule;
  const names = (Object.keys(columns) as (keyof typeof columns)[]).filter((name) => o.filter[name] !== null && !(isOwn && name === 'rule'));
  const where = [
    ...(isOwn ? ["rule >= 'rule:' AND rule < 'rule;'"] : []),
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

const mostChoices = 500;

/** What there is to choose from; `ownRules` are those that the owner made, the newest first. */
export const auditChoices = (db: Pick<Db, 'all'>): { decisions: string[]; rules: string[]; ownRules: string[]; actors: string[] } => {
  const of = (column: string, where = '', order = 'value'): string[] =>
    db
      .all(`SELECT DISTINCT ${column} AS value FROM audit ${where} ORDER BY ${order} LIMIT ?`, mostChoices)
      .map(({ value }) => String(value));
  return {
    decisions: of('decision'),
    rules: of('rule', "WHERE rule NOT LIKE 'rule:%'"),
    ownRules: of('rule', "WHERE rule LIKE 'rule:%'", 'value DESC'),
    actors: of('actor'),
  };
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
