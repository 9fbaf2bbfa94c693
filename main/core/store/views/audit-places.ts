import type { Ask } from '#contract/model/records.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import type { Db } from '../open.ts';
import type { AuditRow } from './audit-rows.ts';

/** What a decision was about, as far as it is still there. */
export interface AuditPlace {
  /** The chat of its work, and the message that the work was for. */
  readonly chat: { readonly id: string; readonly name: string; readonly messageSeq: number | null } | null;
  /** The call, or the answer of a turn (`reply`), that was decided upon. */
  readonly call: { readonly tool: string; readonly input: JsonObject } | null;
}
export type PlacedAuditRow = AuditRow & { readonly place: AuditPlace };

type Reads = Pick<Db, 'all'>;
const callIn = /^(\S+) (step_[0-9A-Z]+(?::\d+)?)$/;
const askIn = /^(ask_[0-9A-Z]+) on /;

/** Rows with what they are about. Meant for a reader, and for a page of rows. */
export const withPlaces = (db: Reads, rows: readonly AuditRow[]): PlacedAuditRow[] =>
  rows.map((row) => ({ ...row, place: { chat: chatOf(db, row), call: callOf(db, row) } }));

const chatOf = (db: Reads, { turnId }: AuditRow): AuditPlace['chat'] => {
  const [chat] = db.all(
    `SELECT c.id, c.name, (SELECT max(m.seq) FROM turn_messages tm JOIN messages m ON m.seq = tm.message_seq
       WHERE tm.turn_id = t.id AND m.origin IN ('human', 'task')) AS seq
     FROM turns t JOIN chats c ON c.id = t.chat_id WHERE t.id = ? AND c.removed_at IS NULL`,
    turnId ?? '',
  );
  return chat ? { id: String(chat.id), name: String(chat.name), messageSeq: chat.seq === null ? null : Number(chat.seq) } : null;
};

const callOf = (db: Reads, { turnId, detail }: AuditRow): AuditPlace['call'] => {
  if (turnId === null) return null;
  const askId = askIn.exec(detail)?.[1];
  const [, tool, callId = ''] = callIn.exec(detail) ?? [];
  const [asked] = askId
    ? db.all('SELECT payload FROM asks WHERE id = ?', askId)
    : db.all('SELECT payload FROM asks WHERE turn_id = ? AND call_id = ?', turnId, callId);
  if (asked) return askedCall(JSON.parse(String(asked.payload)) as Ask['payload']);
  if (tool === undefined) return null;
  const [step] = db.all(
    "SELECT input FROM steps WHERE turn_id = ? AND call_id = ? AND kind = 'tool' AND input IS NOT NULL",
    turnId,
    callId,
  );
  return { tool, input: step ? (JSON.parse(String(step.input)) as JsonObject) : {} };
};

const askedCall = (payload: Ask['payload']): NonNullable<AuditPlace['call']> => {
  switch (payload.kind) {
    case 'approval':
      return { tool: payload.tool, input: payload.input };
    case 'question':
      return { tool: 'ask_user', input: {} };
    case 'secret':
      return { tool: 'request_secret', input: { name: payload.name } };
  }
};
