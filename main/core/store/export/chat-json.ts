import type { Db } from '../open.ts';

type Reader = Pick<Db, 'all'>;

const rowsAtOnce = 500;
const line = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value)}`);
const text = (value: string): Uint8Array => Buffer.from(value);
const parsed = (value: unknown): unknown => (typeof value === 'string' ? (JSON.parse(value) as unknown) : null);

function* list(db: Reader, sql: string, ...first: (string | number)[]): Generator<Record<string, unknown>> {
  let after = 0;
  for (;;) {
    const rows = db.all(sql, ...first, after, rowsAtOnce);
    yield* rows;
    if (rows.length < rowsAtOnce) return;
    after = Number(rows.at(-1)?.at_row);
  }
}

/** One chat with its messages, turns and steps as JSON, in pieces. `told` is called for each message. */
export function* chatJson(db: Reader, chat: Record<string, unknown>, told: () => void): Generator<Uint8Array> {
  const id = String(chat.id);
  yield text(`{"chat":${JSON.stringify(chat)},\n"messages":[`);
  let isFirst = true;
  const next = (): Uint8Array => {
    const lead = isFirst ? '\n' : ',\n';
    isFirst = false;
    return text(lead);
  };
  const messages = `SELECT m.seq AS at_row, m.id, m.origin, m.state, p.name AS author, m.text, m.command, m.sent_at, m.turn_id
    FROM messages m LEFT JOIN persons p ON p.id = m.person_id WHERE m.chat_id = ? AND m.seq > ? AND m.deleted_at IS NULL ORDER BY m.seq LIMIT ?`;
  for (const { at_row: seq, sent_at: sentAt, turn_id: turnId, command, ...message } of list(db, messages, id)) {
    told();
    yield next();
    yield line({ seq, ...message, sentAt, turnId, command: parsed(command) });
  }
  yield text('],\n"steps":[');
  isFirst = true;
  const steps = `SELECT s.rowid AS at_row, s.turn_id, s.ord, s.kind, s.state, s.tool, s.input, s.text, s.output_head AS output, s.output_blob, s.exit_code,
    s.model, s.started, s.ended FROM steps s JOIN turns t ON t.id = s.turn_id WHERE t.chat_id = ? AND s.rowid > ? ORDER BY s.rowid LIMIT ?`;
  for (const { at_row: _, turn_id: turnId, input, exit_code: exitCode, output_blob: outputFile, ...step } of list(db, steps, id)) {
    yield next();
    yield line({ turnId, ...step, input: parsed(input), exitCode, outputFile });
  }
  yield text(']}\n');
}
