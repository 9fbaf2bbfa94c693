import type { Chat, Session } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { chatOf, sessionOf } from '../rows.ts';

const select = 'SELECT c.*, n.channel FROM chats c JOIN connections n ON n.id = c.connection_id';

export const createChats = (db: Db) => {
  const self = {
    /** Registered chats only. */
    byId: (id: string): Chat | null => {
      const row = db.get(`${select} WHERE c.id = ? AND c.registered_at IS NOT NULL`, id);
      return row ? chatOf(row) : null;
    },
    byKey: (connectionId: string, chatKey: string): Chat | null => {
      const row = db.get(`${select} WHERE c.connection_id = ? AND c.chat_key = ? AND c.registered_at IS NOT NULL`, connectionId, chatKey);
      return row ? chatOf(row) : null;
    },
    /** All that are called so or have this id; those of the own workspace alone when there are any. */
    called: (workspaceId: string, nameOrId: string): Chat[] => {
      const found = db
        .all(
          `${select} WHERE (c.name = ? COLLATE NOCASE OR c.id = ?) AND c.registered_at IS NOT NULL AND c.removed_at IS NULL ORDER BY c.id`,
          nameOrId,
          nameOrId,
        )
        .map(chatOf);
      const own = found.filter((c) => c.workspaceId === workspaceId);
      return own.length > 0 ? own : found;
    },
    list: (): Chat[] =>
      db
        .all(`${select} WHERE c.registered_at IS NOT NULL AND c.removed_at IS NULL ORDER BY coalesce(c.last_at, c.registered_at) DESC`)
        .map(chatOf),
    /** A registered chat with its first session, in one transaction. */
    add: (
      c: { id: string; connectionId: string; chatKey: string; name: string; workspaceId: string; sessionId: string; kind: string },
      now: number,
    ): Chat =>
      db.tx(() => {
        db.run(
          'INSERT INTO chats(id, connection_id, chat_key, name, registered_at, workspace_id, kind, open_session_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
          c.id,
          c.connectionId,
          c.chatKey,
          c.name,
          now,
          c.workspaceId,
          c.kind,
          c.sessionId,
        );
        db.run('INSERT INTO sessions(id, chat_id, opened_at) VALUES (?, ?, ?)', c.sessionId, c.id, now);
        db.event({ topic: 'chat', entityId: c.id, chatId: c.id });
        return self.byId(c.id) as Chat;
      }),
    rename: (chatId: string, name: string): void => change(db, chatId, 'name = ?', name),
    archive: (chatId: string, at: number | null): void => change(db, chatId, 'archived_at = ?', at),
    /**
     * Away from every list. A key of this computer is given up, so that the workspace gets a new first chat when this was it;
     * that of a channel is an address, which what waits to be sent and whoever writes again still need.
     */
    remove: (chatId: string, now: number): void =>
      change(db, chatId, "removed_at = ?, chat_key = iif(connection_id IN ('desktop', 'cli'), 'removed:' || id, chat_key)", now),
    restore: (chatId: string): void => change(db, chatId, 'removed_at = ?, archived_at = NULL', null),
    /** Only forwards, and not beyond what is there. Returns the position. */
    markRead: (chatId: string, seq: number): number =>
      db.tx(() => {
        const moved = db.run(
          'UPDATE chats SET read_seq = min(?2, (SELECT max(seq) FROM messages WHERE chat_id = ?1)) WHERE id = ?1 AND read_seq < min(?2, (SELECT max(seq) FROM messages WHERE chat_id = ?1))',
          chatId,
          seq,
        );
        const readSeq = Number(db.get('SELECT read_seq FROM chats WHERE id = ?', chatId)?.read_seq);
        if (moved === 1) db.event({ topic: 'chat', entityId: chatId, chatId, payload: { readSeq } });
        return readSeq;
      }),
    /** The prompts of the tasks that write into this chat. */
    taskPrompts: (chatId: string): string[] =>
      db.all('SELECT prompt FROM tasks WHERE chat_id = ? AND enabled = 1', chatId).map((row) => String(row.prompt)),
    session: (id: string): Session | null => {
      const row = db.get('SELECT * FROM sessions WHERE id = ?', id);
      return row ? sessionOf(row) : null;
    },
    setSummary: (sessionId: string, stepId: string): void => {
      db.run('UPDATE sessions SET summary_step_id = ? WHERE id = ?', stepId, sessionId);
    },
    draft: (chatId: string): string => String(db.get("SELECT text FROM drafts WHERE chat_id = ? AND client_id = ''", chatId)?.text ?? ''),
    saveDraft: (chatId: string, text: string): void => {
      if (text === '') db.run('DELETE FROM drafts WHERE chat_id = ?', chatId);
      else
        db.run(
          "INSERT INTO drafts(chat_id, client_id, text) VALUES (?, '', ?) ON CONFLICT DO UPDATE SET text = excluded.text",
          chatId,
          text,
        );
    },
    /** Only while it is still this text. */
    dropDraft: (chatId: string, text: string): void =>
      void db.run("DELETE FROM drafts WHERE chat_id = ? AND client_id = '' AND text = ?", chatId, text),
    /** An account's chat with itself: everybody there has the same name. */
    isWithOneself: (chatId: string): boolean => db.get('SELECT kind FROM chats WHERE id = ?', chatId)?.kind === 'self',
    /** True when everybody who can read it is an owner: decides whether posting there is a public sink. */
    isPrivate: (chatId: string): boolean =>
      !db.get(
        "SELECT 1 FROM chat_members m JOIN persons p ON p.id = m.person_id WHERE m.chat_id = ? AND m.left_at IS NULL AND p.role <> 'owner'",
        chatId,
      ),
  };
  return self;
};
const change = (db: Db, chatId: string, set: string, value: string | number | null): void =>
  db.tx(() => {
    db.run(`UPDATE chats SET ${set} WHERE id = ?`, value, chatId);
    db.event({ topic: 'chat', entityId: chatId, chatId });
  });
export type Chats = ReturnType<typeof createChats>;
