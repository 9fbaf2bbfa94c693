import type { EventTopic } from '#contract/ui/watch.ts';
import type { Db } from '../open.ts';

export interface StoredEvent {
  readonly seq: number;
  readonly topic: EventTopic;
  readonly entityId: string;
  readonly chatId: string | null;
  readonly payload: Record<string, unknown>;
}

/** The numbered, trimmed notification log. Never the truth. */
export const createEvents = (db: Db) => ({
  last: (): number => Number(db.get("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0) AS n")?.n),
  floor: (): number => Number(db.get('SELECT event_floor FROM meta')?.event_floor ?? 0),
  after: (seq: number, limit: number): StoredEvent[] =>
    db.all('SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?', seq, limit).map((row) => ({
      seq: Number(row.seq),
      topic: String(row.topic) as EventTopic,
      entityId: String(row.entity_id),
      chatId: row.chat_id === null ? null : String(row.chat_id),
      payload: JSON.parse(String(row.payload)) as Record<string, unknown>,
    })),
  /** Tells the screens of a change that is stored elsewhere than in the database. */
  tell: (topic: EventTopic, entityId: string): void => db.tx(() => db.event({ topic, entityId })),
  /** Keeps the newest `keep` events. */
  trim: (keep: number): void =>
    db.tx(() => {
      const last = Number(db.get('SELECT coalesce(max(seq), 0) AS n FROM events')?.n);
      const floor = last - keep;
      if (floor <= 0) return;
      db.run('DELETE FROM events WHERE seq <= ?', floor);
      db.run('UPDATE meta SET event_floor = max(event_floor, ?)', floor);
    }),
});
export type Events = ReturnType<typeof createEvents>;
