import type { Reason } from '#contract/model/reason.ts';
import type { DeliveryState } from '#contract/model/states.ts';
import type { Db, Row } from '../open.ts';

export interface DeliveryUpdate {
  readonly state: DeliveryState;
  readonly reason?: Reason;
  readonly attempt?: number;
  readonly nextAt?: number | null;
  readonly externalId?: string;
  readonly sentAt?: number;
}

const openOf = (row: Row) => ({
  id: String(row.id),
  chatId: String(row.chat_id),
  chatKey: String(row.chat_key),
  op: row.op as 'post' | 'edit' | 'delete' | 'react',
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

const atOf = (row: Row | undefined) =>
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

/** Outbound operations of connections with a network. Each change is a compare-and-set on the state, with its event. */
export const createDeliveries = (db: Db) => ({
  connections: (): string[] =>
    db
      .all(
        "SELECT DISTINCT d.connection_id AS id FROM deliveries d JOIN connections n ON n.id = d.connection_id WHERE d.state IN ('queued', 'sending') AND n.channel NOT IN ('desktop', 'cli', 'scheduler')",
      )
      .map((row) => String(row.id)),
  /** The oldest open one of each chat, oldest first. */
  heads: (connectionId: string) =>
    db
      .all(
        `SELECT d.*, c.chat_key, t.external_id AS target_external_id, t.state AS target_state FROM deliveries d JOIN chats c ON c.id = d.chat_id LEFT JOIN deliveries t ON t.id = d.target_delivery_id
         WHERE d.rowid IN (SELECT min(rowid) FROM deliveries WHERE connection_id = ? AND state IN ('queued', 'sending') GROUP BY chat_id) ORDER BY d.rowid`,
        connectionId,
      )
      .map(openOf),
  byExternalId: (connectionId: string, externalId: string) =>
    atOf(db.get('SELECT * FROM deliveries WHERE connection_id = ? AND external_id = ?', connectionId, externalId)),
  byId: (id: string) => atOf(db.get('SELECT * FROM deliveries WHERE id = ?', id)),
  change: (id: string, from: DeliveryState, to: DeliveryUpdate): boolean =>
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
  channelOf: (connectionId: string): string | null => {
    const row = db.get('SELECT channel FROM connections WHERE id = ?', connectionId);
    return row ? String(row.channel) : null;
  },
});
