import type { ArchivedLine } from '#contract/model/archive.ts';
import type { Db, Row } from '../open.ts';

type Reader = Pick<Db, 'all'>;

const rowsAtOnce = 500;
const parsed = <T>(value: Row[string] | undefined): T | null => (typeof value === 'string' ? (JSON.parse(value) as T) : null);
// The columns are what the schema of ArchivedLine says; a test reads every line back through it.
const asLine = (line: object): ArchivedLine => line as ArchivedLine;

function* list(db: Reader, sql: string, chatId: string): Generator<Row> {
  let after = 0;
  for (;;) {
    const rows = db.all(sql, chatId, after, rowsAtOnce);
    for (const { at_row: _, ...row } of rows) yield row;
    if (rows.length < rowsAtOnce) return;
    after = Number(rows.at(-1)?.at_row);
  }
}

/** The chats that an export holds, and of what each of their files tells first. */
export const exportedChats = (db: Reader): { line: ArchivedLine; id: string; name: string }[] =>
  db
    .all(
      `SELECT c.id, c.name, n.channel, c.workspace_id AS workspaceId, c.chat_key = n.channel || ':' || c.workspace_id AS isMain,
        c.archived_at AS archivedAt, c.last_at AS lastAt, c.open_session_id AS openSessionId
       FROM chats c JOIN workspaces w ON w.id = c.workspace_id JOIN connections n ON n.id = c.connection_id
       WHERE c.removed_at IS NULL AND w.deleted_at IS NULL ORDER BY c.rowid`,
    )
    .map((row) => ({ id: String(row.id), name: String(row.name), line: asLine({ record: 'chat', ...row, isMain: row.isMain === 1 }) }));

const sessions = `SELECT rowid AS at_row, id, parent_session_id AS parentSessionId, taint, taint_cause AS taintCause, opened_at AS openedAt, closed_at AS closedAt,
  summary_step_id AS summaryStepId, handoff, branch_from_seq AS branchFromSeq, branch_to_seq AS branchToSeq
  FROM sessions WHERE chat_id = ? AND rowid > ? ORDER BY rowid LIMIT ?`;
const unfinishedTurn = "state NOT IN ('done', 'failed', 'cancelled')";
const turns = `SELECT rowid AS at_row, id, session_id AS sessionId, kind, authority_person_id AS personId, iif(${unfinishedTurn}, 'cancelled', state) AS state,
  iif(${unfinishedTurn}, 'unfinished-at-export', reason_code) AS reasonCode, iif(${unfinishedTurn}, '{}', reason_params) AS reasonParams,
  attempt, partial, after_seq AS afterSeq, started, coalesce(ended, started) AS ended FROM turns WHERE chat_id = ? AND rowid > ? ORDER BY rowid LIMIT ?`;
const unfinished = "m.state IN ('received', 'queued', 'claimed')";
const filesOf = (kind: 'attachment' | 'step', owner: string): string =>
  `(SELECT json_group_array(json_object('sha256', r.sha256, 'name', r.name, 'mime', b.mime, 'bytes', b.bytes, 'path', r.path) ORDER BY r.rowid)
    FROM blob_refs r JOIN blobs b ON b.sha256 = r.sha256 WHERE r.owner_kind = '${kind}' AND r.owner_id = ${owner})`;
const messages = `SELECT m.seq AS at_row, m.seq, m.id, m.session_id AS sessionId, m.person_id AS personId, m.origin, m.audience, iif(${unfinished}, 'ignored', m.state) AS state,
  iif(${unfinished}, 'unfinished-at-export', m.reason_code) AS reasonCode, iif(${unfinished}, '{}', m.reason_params) AS reasonParams,
  m.turn_id AS turnId, m.text, m.command, m.quote_id AS quoteId, m.sent_at AS sentAt, m.accepted_at AS acceptedAt,
  ${filesOf('attachment', 'm.id')} AS files,
  (SELECT json_group_array(json_object('kind', f.kind, 'name', f.name, 'bytes', f.bytes, 'reasonCode', f.reason_code) ORDER BY f.ord)
    FROM missing_files f WHERE f.message_id = m.id) AS missing,
  (SELECT json_group_array(json_object('id', tm.turn_id, 'atOrd', tm.at_ord)) FROM turn_messages tm WHERE tm.message_seq = m.seq) AS turns
  FROM messages m WHERE m.chat_id = ? AND m.seq > ? AND m.deleted_at IS NULL ORDER BY m.seq LIMIT ?`;
const steps = `SELECT s.rowid AS at_row, s.id, s.turn_id AS turnId, s.ord, s.kind, s.parent_step_id AS parentStepId, s.account_id AS accountId, s.provider, s.model, s.attempt,
  iif(s.state = 'running', iif(s.kind = 'tool', 'unknown', 'discarded'), s.state) AS state, s.reason_code AS reasonCode, s.reason_params AS reasonParams,
  s.call_id AS callId, s.tool, s.input, s.text, s.output_head AS output, s.output_blob AS outputFile, s.exit_code AS exitCode, s.effect, s.usage,
  s.cost_micros AS costMicros, s.usage_estimated AS isEstimated, s.blocks, s.started, s.ended, ${filesOf('step', 's.id')} AS pictures
  FROM steps s JOIN turns t ON t.id = s.turn_id WHERE t.chat_id = ? AND s.rowid > ? ORDER BY s.rowid LIMIT ?`;

/** All that belongs to one chat, line by line; `told` is called for each message. */
export function* chatLines(db: Reader, chat: { line: ArchivedLine; id: string }, told: () => void): Generator<ArchivedLine> {
  yield chat.line;
  const reasonOf = (row: Row): object => ({ ...row, reasonParams: parsed(row.reasonParams) });
  for (const row of list(db, sessions, chat.id)) yield asLine({ record: 'session', ...row });
  for (const row of list(db, turns, chat.id)) yield asLine({ record: 'turn', ...reasonOf(row), partial: row.partial === 1 });
  for (const row of list(db, messages, chat.id)) {
    told();
    const [command, files, missing, entered] = [parsed(row.command), parsed(row.files), parsed(row.missing), parsed(row.turns)];
    yield asLine({ record: 'message', ...reasonOf(row), command, files, missing, turns: entered });
  }
  for (const row of list(db, steps, chat.id)) {
    const [input, usage, blocks, pictures] = [parsed(row.input), parsed(row.usage), parsed(row.blocks), parsed(row.pictures)];
    yield asLine({ record: 'step', ...reasonOf(row), input, usage, blocks, pictures, isEstimated: row.isEstimated === 1 });
  }
}
