import type { DeliveryState } from '#contract/model/states.ts';
import { openDb } from '#core/store/open.ts';
import { createDeliveries } from '#core/store/repositories/deliveries.ts';
import type { OpenDelivery, OutboxStore } from '../ports.ts';

const now = Date.UTC(2026, 10, 22, 9);

/** The outbox's port over the real schema, with what a test needs to put rows in and read them. */
export const createSqliteStore = (file = ':memory:') => {
  const db = openDb(file, () => now);
  const store: OutboxStore = createDeliveries(db);
  return {
    store,
    addConnection(id: string, chats: readonly string[]): void {
      db.run("INSERT INTO connections(id, channel, name, state) VALUES (?, 'simulated', ?, 'live')", id, id);
      for (const chat of chats)
        db.run("INSERT INTO chats(id, connection_id, chat_key, name, kind) VALUES (?, ?, ?, ?, 'direct')", chat, id, `key-${chat}`, chat);
    },
    post(o: {
      id: string;
      connectionId: string;
      chatId: string;
      externalId: string;
      text: string;
      createdAt: number;
      op?: OpenDelivery['op'];
      target?: string;
      source?: { kind: string; id: string };
    }): void {
      db.run(
        `INSERT INTO deliveries(id, chat_id, connection_id, op, external_id, target_delivery_id, source_kind, source_id, part, parts, payload, state, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?, 'queued', ?)`,
        o.id,
        o.chatId,
        o.connectionId,
        o.op ?? 'post',
        o.externalId,
        o.target ?? null,
        o.source?.kind ?? 'message',
        o.source?.id ?? o.id,
        JSON.stringify({ text: o.text }),
        o.createdAt,
      );
    },
    /** A turn that works in a chat since then. */
    turn(id: string, chatId: string, at: number): void {
      db.run("INSERT OR IGNORE INTO persons(id, role, name) VALUES ('p', 'owner', 'Olga')");
      db.run("INSERT OR IGNORE INTO workspaces(id, name, realm, is_admin, sandbox) VALUES ('w', 'home', 'personal', 1, 'auto')");
      db.run('INSERT INTO sessions(id, chat_id, opened_at) VALUES (?, ?, ?)', `s-${id}`, chatId, at);
      db.run(
        "INSERT INTO turns(id, session_id, chat_id, workspace_id, kind, root_turn_id, authority_person_id, state, boot_id, after_seq, started) VALUES (?, ?, ?, 'w', 'message', ?, 'p', 'running', 'b', 0, ?)",
        id,
        `s-${id}`,
        chatId,
        id,
        at,
      );
    },
    /** Somebody wrote in a chat. */
    heard(chatId: string, connectionId: string, at: number): void {
      db.run(
        "INSERT INTO messages(id, chat_id, connection_id, external_key, origin, audience, state, text, sent_at, accepted_at) VALUES (?, ?, ?, ?, 'human', 'both', 'received', 'hi', ?, ?)",
        `m-${chatId}-${at}`,
        chatId,
        connectionId,
        `k-${chatId}-${at}`,
        at,
        at,
      );
    },
    db,
    rows: (connectionId: string) =>
      db
        .all(
          'SELECT id, chat_id, op, external_id, payload, state, reason_code, next_at, attempt FROM deliveries WHERE connection_id = ? ORDER BY rowid',
          connectionId,
        )
        .map((row) => ({
          id: String(row.id),
          chatId: String(row.chat_id),
          externalId: String(row.external_id),
          text: (JSON.parse(String(row.payload)) as { text: string }).text,
          op: String(row.op),
          state: row.state as DeliveryState,
          nextAt: row.next_at as number | null,
          reason: row.reason_code as string | null,
          attempt: Number(row.attempt),
        })),
    events: (): number => Number(db.get("SELECT count(*) AS n FROM events WHERE topic = 'delivery'")?.n),
    close: () => db.close(),
  };
};
