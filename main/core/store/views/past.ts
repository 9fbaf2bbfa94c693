import type { PastTurn, SessionPast } from '#contract/model/past.ts';
import type { Session, Turn } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { sessionOf, turnOf } from '../rows.ts';

const turnsOf = (db: Db, sessionId: string): Turn[] =>
  db.all('SELECT * FROM turns WHERE session_id = ? ORDER BY after_seq, rowid', sessionId).map(turnOf);

const sessionBy = (db: Db, id: string): Session => {
  const row = db.get('SELECT * FROM sessions WHERE id = ?', id);
  if (!row) throw new Error(`session ${id} is gone`);
  return sessionOf(row);
};

/** What a session has behind it: its own turns and, of a branch, everything before the place where it branched off. */
export const pastOf = (db: Db, sessionId: string): SessionPast => {
  const session = sessionBy(db, sessionId);
  const own = turnsOf(db, sessionId).map((turn): PastTurn => ({ turn, isInherited: false, cut: null }));
  if (!session.branch || !session.parentSessionId) return { turns: own, summaryStepId: session.summaryStepId, handoff: session.handoff };
  const parent = pastOf(db, session.parentSessionId);
  const kept = upTo(db, parent.turns, session.branch.fromSeq);
  return {
    turns: [...kept, ...own],
    summaryStepId: session.summaryStepId ?? (isSummaryOf(db, parent.summaryStepId, kept) ? parent.summaryStepId : null),
    handoff: parent.handoff,
  };
};

// The turn that heard the message is kept as far as it had come by then; the ones after it are not.
const upTo = (db: Db, turns: readonly PastTurn[], seq: number): PastTurn[] => {
  const heard = new Map(
    db.all('SELECT turn_id, at_ord FROM turn_messages WHERE message_seq = ?', seq).map((row) => [String(row.turn_id), Number(row.at_ord)]),
  );
  const end = turns.findIndex(({ turn }) => heard.has(turn.id) || turn.afterSeq >= seq);
  const kept = (end < 0 ? turns : turns.slice(0, end)).map((past) => ({ ...past, isInherited: true }));
  const last = end < 0 ? undefined : turns[end];
  return last ? [...kept, { turn: last.turn, isInherited: true, cut: { seq, atOrd: heard.get(last.turn.id) ?? 0 } }] : kept;
};

// A summary that tells of what came after the branch is of no use: the originals are read instead.
const isSummaryOf = (db: Db, stepId: string | null, kept: readonly PastTurn[]): boolean => {
  const input = stepId === null ? undefined : db.get('SELECT input FROM steps WHERE id = ?', stepId)?.input;
  const covered = typeof input === 'string' ? (JSON.parse(input) as { coversTurnId?: string }).coversTurnId : undefined;
  return kept.some(({ turn, cut }) => turn.id === covered && cut === null);
};
