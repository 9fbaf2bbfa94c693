import { deniedCodes } from '#contract/model/denied-codes.ts';
import type { Usage } from '#contract/model/transcript.ts';
import type { ActivityFilter, ActivityTurn } from '#contract/ui/domains/activity.ts';
import type { Db, Row } from '../open.ts';
import { ftsQuery } from '../repositories/memories.ts';
import { reasonOf } from '../rows.ts';

type Reads = Pick<Db, 'all'>;
type Values = (string | number)[];
const askedLength = 240;

/** Turns over all chats, newest first, a page before `before`. Meant for a reader: filters read many rows. */
export const listActivity = (
  db: Reads,
  o: { readonly filter: ActivityFilter; readonly before: number | null; readonly limit: number },
): { turns: ActivityTurn[]; before: number | null } => {
  const { where, values } = conditions(o.filter);
  // Rows are never deleted, so rowid is the order of turns; CROSS JOIN keeps SQLite walking along it.
  const rows = db.all(
    `SELECT t.rowid AS seq, t.*, c.name AS chat, n.channel, w.name AS workspace, p.name AS who
     FROM turns t CROSS JOIN chats c ON c.id = t.chat_id JOIN connections n ON n.id = c.connection_id
     JOIN workspaces w ON w.id = t.workspace_id JOIN persons p ON p.id = t.authority_person_id
     WHERE t.rowid < ?${where} ORDER BY t.rowid DESC LIMIT ?`,
    o.before ?? Number.MAX_SAFE_INTEGER,
    ...values,
    o.limit,
  );
  const turns = rows.map((row) => activityTurn(db, row));
  return { turns, before: turns.length === o.limit ? (turns.at(-1)?.seq ?? null) : null };
};

/** Names of tools that were ever used. */
export const usedTools = (db: Reads): string[] =>
  db.all("SELECT DISTINCT tool FROM steps WHERE kind = 'tool' AND tool IS NOT NULL ORDER BY tool").map((row) => String(row.tool));

const conditions = (f: ActivityFilter): { where: string; values: Values } => {
  const parts: string[] = [];
  const values: Values = [];
  const add = (sql: string, ...more: Values): void => {
    parts.push(` AND ${sql}`);
    values.push(...more);
  };
  if (f.workspaceId !== null) add('t.workspace_id = ?', f.workspaceId);
  if (f.states.length > 0) add(`t.state IN (${f.states.map(() => '?').join(',')})`, ...f.states);
  if (f.fromMs !== null) add('t.started >= ?', f.fromMs);
  if (f.toMs !== null) add('t.started < ?', f.toMs);
  if (f.tool !== null) add("EXISTS (SELECT 1 FROM steps s WHERE s.turn_id = t.id AND s.kind = 'tool' AND s.tool = ?)", f.tool);
  const match = ftsQuery(f.text, ' AND ');
  if (match !== '')
    add(
      `t.id IN (SELECT tm.turn_id FROM message_fts JOIN turn_messages tm ON tm.message_seq = message_fts.rowid WHERE message_fts MATCH ?
        UNION SELECT m.turn_id FROM message_fts JOIN messages m ON m.seq = message_fts.rowid WHERE message_fts MATCH ?)`,
      match,
      match,
    );
  return { where: parts.join(''), values };
};

const activityTurn = (db: Reads, row: Row): ActivityTurn => {
  const id = String(row.id);
  const [asked] = db.all(
    "SELECT m.seq, m.text FROM turn_messages tm JOIN messages m ON m.seq = tm.message_seq WHERE tm.turn_id = ? AND m.origin IN ('human', 'task') ORDER BY m.seq DESC LIMIT 1",
    id,
  );
  const steps = db.all(
    'SELECT kind, state, tool, exit_code, reason_code, account_id, model, usage FROM steps WHERE turn_id = ? ORDER BY ord, attempt',
    id,
  );
  const calls = steps.filter((s) => s.kind === 'model' && s.state !== 'discarded');
  const used = calls.map((s) => (s.usage === null ? null : (JSON.parse(String(s.usage)) as Usage)));
  const last = calls.findLast((s) => s.tool === null);
  return {
    id,
    seq: Number(row.seq),
    chatId: String(row.chat_id),
    chat: String(row.chat),
    channel: String(row.channel),
    workspace: String(row.workspace),
    kind: String(row.kind) as ActivityTurn['kind'],
    who: String(row.who),
    asked: String(asked?.text ?? '').slice(0, askedLength),
    messageSeq: asked ? Number(asked.seq) : null,
    state: String(row.state) as ActivityTurn['state'],
    wait: row.wait_kind === null ? null : (String(row.wait_kind) as ActivityTurn['wait']),
    reason: reasonOf(row),
    startedAt: Number(row.started),
    endedAt: row.ended === null ? null : Number(row.ended),
    tools: toolsOf(steps),
    tokensIn: used.reduce((sum, u) => sum + (u ? u.in + u.cacheRead + u.cacheWrite : 0), 0),
    tokensOut: used.reduce((sum, u) => sum + (u?.out ?? 0), 0),
    account: last ? accountName(db, String(last.account_id)) : null,
    model: last ? String(last.model ?? '') : null,
  };
};

const toolsOf = (steps: readonly Row[]): ActivityTurn['tools'] => {
  const byName = Map.groupBy(
    steps.filter((s) => s.kind === 'tool' && s.state !== 'discarded'),
    (s) => String(s.tool),
  );
  return [...byName].map(([name, all]) => ({
    name,
    calls: all.length,
    failed: all.filter((s) => !isDenied(s) && (s.state === 'failed' || (s.exit_code !== null && s.exit_code !== 0))).length,
    denied: all.filter(isDenied).length,
    undone: all.filter((s) => s.state === 'failed' && s.exit_code === null).length,
    unknown: all.filter((s) => s.state === 'unknown').length,
  }));
};
const isDenied = (step: Row): boolean => deniedCodes.has(String(step.reason_code));

const accountName = (db: Reads, id: string): string | null => {
  const [row] = db.all('SELECT name FROM accounts WHERE id = ?', id);
  return row ? String(row.name) : null;
};
