import type { Reason } from '#contract/model/reason.ts';
import type { Message, Turn } from '#contract/model/records.ts';
import type { Db, Row } from '../open.ts';
import { messageOf, turnOf } from '../rows.ts';
import { taintSession, taskMark } from '../taint.ts';
import { linkAside, taintByAuthor } from './aside.ts';

/**
 * Opens a turn on the waiting messages of the person who came first, or takes up the turn that was put back.
 * Null when there is nothing to do or the session is busy.
 */
export const startTurn = (db: Db, o: { chatId: string; turnId: string; bootId: string }, now: number): Turn | null =>
  db.tx(() => {
    // In a workspace that is archived or in the trash messages wait.
    const session = db.get(
      'SELECT c.open_session_id AS id, c.workspace_id FROM chats c JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = ? AND w.archived_at IS NULL',
      o.chatId,
    );
    if (!session?.id) return null;
    const sessionId = String(session.id);
    if (db.get("SELECT 1 FROM turns WHERE session_id = ? AND state IN ('running', 'waiting')", sessionId)) return null;
    const putBack = db.get("SELECT * FROM turns WHERE session_id = ? AND state = 'queued' ORDER BY after_seq, rowid LIMIT 1", sessionId);
    if (putBack) {
      db.run(
        "UPDATE turns SET state = 'running', boot_id = ?, next_at = NULL, reason_code = CASE WHEN reason_code LIKE 'turn-waits-%' THEN NULL ELSE reason_code END WHERE id = ?",
        o.bootId,
        putBack.id as string,
      );
      db.event({ topic: 'turn', entityId: String(putBack.id), chatId: o.chatId, payload: { state: 'running' } });
      return turnOf(db.get('SELECT * FROM turns WHERE id = ?', putBack.id as string) as never);
    }
    const waiting = db
      .all(
        "SELECT * FROM messages WHERE chat_id = ? AND state IN ('received', 'queued') AND origin IN ('human', 'task') ORDER BY seq",
        o.chatId,
      )
      .map(messageOf);
    const first = waiting[0];
    if (!first?.personId) return null;
    const mine = first.origin === 'task' ? [first] : waiting.filter((m) => m.personId === first.personId && m.origin === 'human');
    const lastSeq = mine.at(-1)?.seq ?? first.seq;
    db.run(
      `INSERT INTO turns(id, session_id, chat_id, workspace_id, kind, root_turn_id, authority_person_id, state, boot_id, after_seq, started) VALUES (?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?)`,
      o.turnId,
      sessionId,
      o.chatId,
      String(session.workspace_id),
      first.origin === 'task' ? 'task' : 'message',
      o.turnId,
      first.personId,
      o.bootId,
      lastSeq,
      now,
    );
    linkUnseen(db, o.turnId, sessionId, lastSeq, 0);
    linkAside(db, { turnId: o.turnId, sessionId, upTo: lastSeq, atOrd: 0 });
    for (const message of mine) link(db, o.turnId, message, 0);
    if (first.origin === 'task') db.run('UPDATE occurrences SET turn_id = ?, started = ? WHERE message_id = ?', o.turnId, now, first.id);
    db.event({ topic: 'turn', entityId: o.turnId, chatId: o.chatId, payload: { state: 'running' } });
    return turnOf(db.get('SELECT * FROM turns WHERE id = ?', o.turnId) as never);
  });

/**
 * Takes into a running turn what its person (or an owner) said meanwhile, at place `atOrd`. Other people's messages stay.
 * Returns how many entered.
 */
export const steerTurn = (db: Db, turnId: string, atOrd: number): number => {
  const turn = db.get('SELECT * FROM turns WHERE id = ?', turnId);
  if (!turn) return 0;
  // Looked up before a transaction is opened: this runs before every model call and is nearly always empty.
  const arrived = steeringOf(db, turn);
  if (arrived.length === 0) return 0;
  return db.tx(() => {
    const upTo = arrived.at(-1)?.seq ?? 0;
    linkAside(db, { turnId, sessionId: String(turn.session_id), upTo, atOrd });
    for (const message of arrived) link(db, turnId, message, atOrd);
    return arrived.length;
  });
};

/** Before a model call: commands that ran meanwhile are shown to it. They alone never cause a call. */
export const showCommands = (db: Db, turnId: string, atOrd: number): void => {
  const sessionId = db.get('SELECT session_id FROM turns WHERE id = ?', turnId)?.session_id;
  if (typeof sessionId !== 'string' || unseenSeqs(db, sessionId, Number.MAX_SAFE_INTEGER).length === 0) return;
  db.tx(() => linkUnseen(db, turnId, sessionId, Number.MAX_SAFE_INTEGER, atOrd));
};

/** A person's retry: a new turn on the same messages as a turn that ended (with `alsoDone`, also one that was answered). */
export const retryTurn = (
  db: Db,
  o: { oldTurnId: string; newTurnId: string; bootId: string; alsoDone: boolean },
  now: number,
): Turn | null =>
  db.tx(() => {
    const old = db.get(
      "SELECT * FROM turns WHERE id = ? AND (state IN ('failed', 'cancelled') OR (? AND state = 'done'))",
      o.oldTurnId,
      o.alsoDone ? 1 : 0,
    );
    if (!old) return null;
    const messages = db
      .all(
        'SELECT m.* FROM turn_messages tm JOIN messages m ON m.seq = tm.message_seq WHERE tm.turn_id = ? AND m.turn_id = ? ORDER BY m.seq',
        o.oldTurnId,
        o.oldTurnId,
      )
      .map(messageOf);
    if (messages.length === 0) return null;
    const session = db.get('SELECT open_session_id AS id FROM chats WHERE id = ?', String(old.chat_id));
    db.run(
      `INSERT INTO turns(id, session_id, chat_id, workspace_id, kind, root_turn_id, authority_person_id, state, boot_id, after_seq, started) VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?)`,
      o.newTurnId,
      String(session?.id),
      String(old.chat_id),
      String(old.workspace_id),
      String(old.kind),
      o.newTurnId,
      String(old.authority_person_id),
      o.bootId,
      Number(db.get('SELECT max(seq) AS n FROM messages WHERE chat_id = ?', String(old.chat_id))?.n),
      now,
    );
    for (const message of messages) link(db, o.newTurnId, message, 0);
    db.event({ topic: 'turn', entityId: o.newTurnId, chatId: String(old.chat_id), payload: { state: 'queued' } });
    return turnOf(db.get('SELECT * FROM turns WHERE id = ?', o.newTurnId) as never);
  });

/** What would have steered this turn and was not heard is not answered any more. Scheduled tasks and other people keep their place. */
export const ignoreWaiting = (db: Db, turnId: string, why: Reason): number =>
  db.tx(() => {
    const turn = db.get('SELECT * FROM turns WHERE id = ?', turnId);
    const chatId = String(turn?.chat_id);
    const waiting = turn ? steeringOf(db, turn) : [];
    for (const { id } of waiting) {
      db.run(
        "UPDATE messages SET state = 'ignored', reason_code = ?, reason_params = ? WHERE id = ?",
        why.code,
        JSON.stringify(why.params),
        id,
      );
      db.event({ topic: 'message', entityId: id, chatId, payload: { state: 'ignored' } });
    }
    return waiting.length;
  });

const steeringOf = (db: Db, turn: Row): Message[] =>
  db
    .all(
      `SELECT m.* FROM messages m JOIN persons p ON p.id = m.person_id WHERE m.chat_id = ? AND m.state IN ('received', 'queued') AND m.origin = 'human'
     AND m.session_id = ? AND (m.person_id = ? OR p.role = 'owner') ORDER BY m.seq`,
      String(turn.chat_id),
      String(turn.session_id),
      String(turn.authority_person_id),
    )
    .map(messageOf);

const link = (db: Db, turnId: string, message: Message, atOrd: number): void => {
  db.run('INSERT INTO turn_messages(turn_id, message_seq, at_ord) VALUES (?, ?, ?)', turnId, message.seq, atOrd);
  db.run("UPDATE messages SET state = 'claimed', reason_code = NULL, reason_params = NULL, turn_id = ? WHERE seq = ?", turnId, message.seq);
  db.event({ topic: 'message', entityId: message.id, chatId: message.chatId, payload: { state: 'claimed' } });
  if (message.origin === 'task') inheritFromTask(db, turnId, message.id);
  taintByAuthor(db, turnId, message.seq);
};

// The prompt was written by a session that may have met something; the session that reads it now has met it, too.
const inheritFromTask = (db: Db, turnId: string, messageId: string): void => {
  const task = db.get('SELECT task_id FROM occurrences WHERE message_id = ?', messageId)?.task_id;
  const session = db.get('SELECT session_id FROM turns WHERE id = ?', turnId)?.session_id;
  if (task && session) taintSession(db, String(session), taskMark(db, String(task)));
};

// What is for the model's eyes and in no turn yet: finished commands, and posts made here by another chat's agent.
const unseenSeqs = (db: Db, sessionId: string, upTo: number): number[] =>
  db
    .all(
      `SELECT m.seq FROM messages m WHERE m.session_id = ? AND m.seq <= ? AND m.turn_id IS NULL AND m.origin IN ('command', 'agent', 'harness') AND m.audience IN ('both', 'model')
       AND m.state IN ('answered', 'failed') AND NOT EXISTS (SELECT 1 FROM turn_messages tm WHERE tm.message_seq = m.seq) ORDER BY m.seq`,
      sessionId,
      upTo,
    )
    .map((row) => Number(row.seq));

const linkUnseen = (db: Db, turnId: string, sessionId: string, upTo: number, atOrd: number): void => {
  for (const seq of unseenSeqs(db, sessionId, upTo)) {
    db.run('INSERT INTO turn_messages(turn_id, message_seq, at_ord) VALUES (?, ?, ?)', turnId, seq, atOrd);
    taintByAuthor(db, turnId, seq);
  }
};
