import type { SentFile } from '#contract/model/files.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { DeliveryState } from '#contract/model/states.ts';
import type { Db, Row } from '../open.ts';
import { postInstead } from '../transitions/placeholder.ts';

export interface DeliveryUpdate {
  readonly state: DeliveryState;
  readonly reason?: Reason;
  readonly attempt?: number;
  readonly nextAt?: number | null;
  readonly externalId?: string;
  readonly sentAt?: number;
}

interface Payload {
  readonly text?: string;
  readonly files?: readonly SentFile[];
  /** externalKey of the message that a reaction is about. */
  readonly about?: string;
  readonly quote?: { readonly key: string; readonly text: string };
}

const openOf = (row: Row) => {
  const payload = JSON.parse(String(row.payload)) as Payload;
  return {
    id: String(row.id),
    chatId: String(row.chat_id),
    chatKey: String(row.chat_key),
    op: row.op as 'post' | 'edit' | 'delete' | 'react',
    /** `turn`: its answer. `placeholder`: what stands there until then. `sign`: a reaction. Else what it was said for. */
    source: String(row.source_kind),
    externalId: String(row.external_id),
    target:
      row.target_external_id === null
        ? null
        : {
            externalId: String(row.target_external_id),
            state: row.target_state as DeliveryState,
            sentAt: Number(row.target_sent_at ?? row.target_created_at),
          },
    text: payload.text ?? null,
    about: payload.about ?? null,
    files: payload.files ?? [],
    quote: payload.quote ?? null,
    state: row.state as 'queued' | 'sending',
    reasonCode: row.reason_code as string | null,
    attempt: Number(row.attempt),
    nextAt: row.next_at as number | null,
    createdAt: Number(row.created_at),
    /** When somebody last wrote there, and when the work for it began. */
    spokeAt: row.spoke_at === null ? null : Number(row.spoke_at),
    begunAt: Number(row.begun_at ?? row.created_at),
  };
};

const atOf = (row: Row | undefined) =>
  row
    ? {
        id: String(row.id),
        chatId: String(row.chat_id),
        connectionId: String(row.connection_id),
        op: row.op as 'post' | 'edit' | 'delete' | 'react',
        source: String(row.source_kind),
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
  /** The oldest open one of each chat, oldest first; reactions, and what is said of an emergency stop, stand in lines of their own. */
  heads: (connectionId: string) =>
    db
      .all(
        `SELECT d.*, c.chat_key, t.external_id AS target_external_id, t.state AS target_state, t.sent_at AS target_sent_at, t.created_at AS target_created_at, u.started AS begun_at,
           (SELECT m.accepted_at FROM messages m WHERE m.chat_id = d.chat_id AND m.origin IN ('human', 'command') AND m.accepted_at <= d.created_at ORDER BY m.seq DESC LIMIT 1) AS spoke_at
         FROM deliveries d JOIN chats c ON c.id = d.chat_id LEFT JOIN deliveries t ON t.id = d.target_delivery_id
         LEFT JOIN turns u ON u.id = d.source_id AND d.source_kind IN ('turn', 'placeholder')
         WHERE d.rowid IN (SELECT min(rowid) FROM deliveries WHERE connection_id = ? AND state IN ('queued', 'sending') GROUP BY chat_id, op = 'react', source_kind = 'emergency') ORDER BY d.rowid`,
        connectionId,
      )
      .map(openOf),
  /** A post instead of an edit that has come too late; what it would have replaced goes. False when it has moved on. */
  postInstead: (id: string, from: DeliveryState, now: number): boolean => db.tx(() => postInstead(db, id, from, now)),
  byExternalId: (connectionId: string, externalId: string) =>
    atOf(db.get('SELECT * FROM deliveries WHERE connection_id = ? AND external_id = ?', connectionId, externalId)),
  /** Deliveries that wait for a person, of a message or of the answer of a turn. */
  stuck: (of: { messageId: string | null; turnId: string | null }): string[] =>
    db
      .all(
        "SELECT id FROM deliveries WHERE state IN ('unknown', 'failed') AND (message_id = ? OR (source_kind = 'turn' AND source_id = ?)) ORDER BY rowid",
        of.messageId,
        of.turnId,
      )
      .map((row) => String(row.id)),
  /** Whether something was said for this before. */
  isPosted: (source: { kind: string; id: string }): boolean =>
    db.get('SELECT 1 FROM deliveries WHERE source_kind = ? AND source_id = ?', source.kind, source.id) !== undefined,
  /** What our own message on a network was said for; null when it is none of ours. */
  sourceOf: (connectionId: string, externalId: string): { chatId: string; kind: string; id: string; parts: number } | null => {
    const row = db.get('SELECT * FROM deliveries WHERE connection_id = ? AND external_id = ?', connectionId, externalId);
    return row ? { chatId: String(row.chat_id), kind: String(row.source_kind), id: String(row.source_id), parts: Number(row.parts) } : null;
  },
  /** What a message of ours was said for; null when nothing of it went out. */
  sourceOfMessage: (messageId: string): { kind: string; id: string } | null => {
    const row = db.get('SELECT source_kind, source_id FROM deliveries WHERE message_id = ? LIMIT 1', messageId);
    return row ? { kind: String(row.source_kind), id: String(row.source_id) } : null;
  },
  /** Whether the id was given by us, on any connection: our words to another number of ours come in there, too. */
  isOurs: (externalId: string): boolean =>
    db
      .all('SELECT id FROM connections')
      .some((row) => db.get('SELECT 1 FROM deliveries WHERE connection_id = ? AND external_id = ?', row.id as string, externalId)),
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
