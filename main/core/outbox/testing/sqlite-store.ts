import type { DeliveryState } from '#contract/model/states.ts';
import type { Row } from '#core/store/open.ts';
import { openDb } from '#core/store/open.ts';
import type { DeliveryAt, OpenDelivery, OutboxStore } from '../ports.ts';

const now = Date.UTC(2026, 10, 22, 9);

/** The outbox's port over the real schema, with what a test needs to put rows in and read them. */
export const createSqliteStore = (file = ':memory:') => {
  const db = openDb(file, () => now);
  const store: OutboxStore = {
    connections: () =>
      db
        .all(
          "SELECT DISTINCT d.connection_id AS id FROM deliveries d JOIN connections n ON n.id = d.connection_id WHERE d.state IN ('queued', 'sending') AND n.channel NOT IN ('desktop', 'cli', 'scheduler')",
        )
        .map((row) => String(row.id)),
    heads: (connectionId) =>
      db
        .all(
          `SELECT d.*, c.chat_key, t.external_id AS target_external_id, t.state AS target_state FROM deliveries d JOIN chats c ON c.id = d.chat_id LEFT JOIN deliveries t ON t.id = d.target_delivery_id
           WHERE d.rowid IN (SELECT min(rowid) FROM deliveries WHERE connection_id = ? AND state IN ('queued', 'sending') GROUP BY chat_id) ORDER BY d.rowid`,
          connectionId,
        )
        .map(openOf),
    byExternalId: (connectionId, externalId) =>
      atOf(db.get('SELECT * FROM deliveries WHERE connection_id = ? AND external_id = ?', connectionId, externalId)),
    byId: (id) => atOf(db.get('SELECT * FROM deliveries WHERE id = ?', id)),
    change: (id, from, to) =>
      db.tx(() => {
        const row = db.get('SELECT * FROM deliveries WHERE id = ? AND state = ?', id, from);
        if (!row) return false;
        db.run(
          'UPDATE deliveries SET state = ?, reason_code = ?, reason_params = ?, attempt = ?, next_at = ?, external_id = ?, sent_at = ? WHERE id = ?',
          to.state,
          to.reason?.code ?? null,
          to.reason ? JSON.stringify(to.reason.params) : null,
          to.attempt ?? row.attempt ?? 0,
          to.nextAt === undefined ? (row.next_at ?? null) : to.nextAt,
          to.externalId ?? row.external_id ?? '',
          to.sentAt ?? row.sent_at ?? null,
          id,
        );
        db.event({ topic: 'delivery', entityId: id, chatId: String(row.chat_id), payload: { state: to.state } });
        return true;
      }),
  };
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
    }): void {
      db.run(
        `INSERT INTO deliveries(id, chat_id, connection_id, op, external_id, target_delivery_id, source_kind, source_id, part, parts, payload, state, created_at)
         VALUES (?, ?, ?, ?, ?, ?, 'message', ?, 1, 1, ?, 'queued', ?)`,
        o.id,
        o.chatId,
        o.connectionId,
        o.op ?? 'post',
        o.externalId,
        o.target ?? null,
        o.id,
        JSON.stringify({ text: o.text }),
        o.createdAt,
      );
    },
    rows: (connectionId: string) =>
      db
        .all(
          'SELECT id, chat_id, external_id, payload, state, reason_code, attempt FROM deliveries WHERE connection_id = ? ORDER BY rowid',
          connectionId,
        )
        .map((row) => ({
          id: String(row.id),
          chatId: String(row.chat_id),
          externalId: String(row.external_id),
          text: (JSON.parse(String(row.payload)) as { text: string }).text,
          state: row.state as DeliveryState,
          reason: row.reason_code as string | null,
          attempt: Number(row.attempt),
        })),
    events: (): number => Number(db.get("SELECT count(*) AS n FROM events WHERE topic = 'delivery'")?.n),
    close: () => db.close(),
  };
};

const openOf = (row: Row): OpenDelivery => ({
  id: String(row.id),
  chatId: String(row.chat_id),
  chatKey: String(row.chat_key),
  op: row.op as OpenDelivery['op'],
  externalId: String(row.external_id),
  target: row.target_external_id === null ? null : { externalId: String(row.target_external_id), state: row.target_state as DeliveryState },
  text: (JSON.parse(String(row.payload)) as { text?: string }).text ?? null,
  files: [],
  quote: null,
  state: row.state as 'queued' | 'sending',
  reasonCode: row.reason_code as string | null,
  attempt: Number(row.attempt),
  nextAt: row.next_at as number | null,
  createdAt: Number(row.created_at),
});
const atOf = (row: Row | undefined): DeliveryAt | null =>
  row
    ? {
        id: String(row.id),
        chatId: String(row.chat_id),
        connectionId: String(row.connection_id),
        state: row.state as DeliveryState,
        reasonCode: row.reason_code as string | null,
        attempt: Number(row.attempt),
      }
    : null;
