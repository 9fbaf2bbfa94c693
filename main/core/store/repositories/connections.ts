import type { Color } from '#contract/model/colors.ts';
import { colorOf } from '#contract/model/colors.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { LinkState } from '#contract/model/states.ts';
import type { Db, Row } from '../open.ts';
import { reasonOf } from '../rows.ts';

/** A linked number or login. What every host has (window, terminal, tasks) is not one. */
export interface Connection {
  readonly id: string;
  readonly channel: string;
  readonly name: string;
  readonly color: Color;
  /** The channel's last word; a cache. */
  readonly state: LinkState;
  readonly reason: Reason | null;
  readonly since: number;
  /** `own`: the owner's number, of which only the chat with oneself is active at first. */
  readonly mode: 'own' | 'assistant';
  readonly self: { readonly keys: readonly string[]; readonly name: string; readonly number: string };
}

const select = "SELECT * FROM connections WHERE channel NOT IN ('desktop', 'cli', 'scheduler') AND removed_at IS NULL";

const connectionOf = (row: Row): Connection => ({
  id: String(row.id),
  channel: String(row.channel),
  name: String(row.name),
  color: colorOf(row.color === null || row.color === undefined ? null : String(row.color), String(row.id)),
  state: String(row.state) as LinkState,
  reason: reasonOf(row),
  since: Number(row.since ?? 0),
  mode: row.mode === 'assistant' ? 'assistant' : 'own',
  self: { keys: JSON.parse(String(row.self_keys)) as string[], name: String(row.self_name), number: String(row.self_number) },
});

export const createConnections = (db: Db) => {
  const changed = (id: string): void => db.event({ topic: 'link', entityId: id });
  const self = {
    list: (): Connection[] => db.all(`${select} ORDER BY rowid`).map(connectionOf),
    byId: (id: string): Connection | null => {
      const row = db.get(`${select} AND id = ?`, id);
      return row ? connectionOf(row) : null;
    },
    byName: (name: string): Connection | null => {
      const row = db.get(`${select} AND name = ? COLLATE NOCASE`, name);
      return row ? connectionOf(row) : null;
    },
    add: (c: Pick<Connection, 'id' | 'channel' | 'name' | 'mode'>, now: number): Connection =>
      db.tx(() => {
        db.run(
          "INSERT INTO connections(id, channel, name, state, mode, since) VALUES (?, ?, ?, 'unlinked', ?, ?)",
          c.id,
          c.channel,
          c.name,
          c.mode,
          now,
        );
        changed(c.id);
        return self.byId(c.id) as Connection;
      }),
    setState: (id: string, state: LinkState, reason: Reason | null, now: number): void =>
      db.tx(() => {
        db.run(
          'UPDATE connections SET state = ?, reason_code = ?, reason_params = ?, since = ? WHERE id = ?',
          state,
          reason?.code ?? null,
          reason ? JSON.stringify(reason.params) : null,
          now,
          id,
        );
        changed(id);
      }),
    setSelf: (id: string, of: Connection['self']): void =>
      db.tx(() => {
        db.run(
          'UPDATE connections SET self_keys = ?, self_name = ?, self_number = ? WHERE id = ?',
          JSON.stringify(of.keys),
          of.name,
          of.number,
          id,
        );
        changed(id);
      }),
    rename: (id: string, name: string): void =>
      db.tx(() => {
        db.run('UPDATE connections SET name = ? WHERE id = ?', name, id);
        changed(id);
      }),
    remove: (id: string, now: number): void =>
      db.tx(() => {
        db.run("UPDATE connections SET removed_at = ?, state = 'unlinked' WHERE id = ?", now, id);
        db.run(
          "UPDATE deliveries SET state = 'failed', reason_code = 'link-removed', reason_params = '{}', next_at = NULL WHERE connection_id = ? AND state IN ('queued', 'sending')",
          id,
        );
        changed(id);
      }),
  };
  return self;
};
export type Connections = ReturnType<typeof createConnections>;
