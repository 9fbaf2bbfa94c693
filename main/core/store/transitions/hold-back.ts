import type { Reason } from '#contract/model/reason.ts';
import type { Db } from '../open.ts';

/** What would start in a chat now, by the rules of startTurn: for a person when one waits there. null when nothing would. */
export const nextInChat = (db: Pick<Db, 'get'>, chatId: string): { workspaceId: string; isPerson: boolean } | null => {
  const row = db.get(
    `SELECT c.workspace_id, EXISTS (SELECT 1 FROM turns WHERE session_id = c.open_session_id AND state IN ('running', 'waiting')) AS busy,
       (SELECT max(kind <> 'task') FROM turns WHERE session_id = c.open_session_id AND state = 'queued') AS put_back,
       (SELECT max(origin = 'human') FROM messages WHERE chat_id = c.id AND state IN ('received', 'queued') AND origin IN ('human', 'task')) AS said
     FROM chats c JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = ? AND c.open_session_id IS NOT NULL AND w.archived_at IS NULL`,
    chatId,
  );
  if (!row || row.busy === 1 || (row.put_back === null && row.said === null)) return null;
  return { workspaceId: String(row.workspace_id), isPerson: row.put_back === 1 || row.said === 1 };
};

/** Tells what waits in a chat why it has to; the start of its turn takes that away. */
export const holdBack = (db: Db, chatId: string, why: Reason): void =>
  db.tx(() => {
    const [code, params] = [why.code, JSON.stringify(why.params)];
    const waiting = "chat_id = ? AND state IN ('received', 'queued') AND origin IN ('human', 'task')";
    for (const { id } of db.all(`SELECT id FROM messages WHERE ${waiting}`, chatId))
      db.event({ topic: 'message', entityId: String(id), chatId, payload: { state: 'queued' } });
    db.run(`UPDATE messages SET state = 'queued', reason_code = ?, reason_params = ? WHERE ${waiting}`, code, params, chatId);
    for (const { id } of db.all("SELECT id FROM turns WHERE chat_id = ? AND state = 'queued'", chatId))
      db.event({ topic: 'turn', entityId: String(id), chatId, payload: { state: 'queued' } });
    db.run("UPDATE turns SET reason_code = ?, reason_params = ? WHERE chat_id = ? AND state = 'queued'", code, params, chatId);
  });

/** Turns that wait for a model or work on what one said; those whose command runs in a sandbox are not among them. */
export const thinkingTurns = (db: Pick<Db, 'get'>): number =>
  Number(
    db.get(
      "SELECT count(*) AS n FROM turns t WHERE t.state = 'running' AND NOT EXISTS (SELECT 1 FROM steps s WHERE s.turn_id = t.id AND s.kind = 'tool' AND s.state = 'running')",
    )?.n,
  );
