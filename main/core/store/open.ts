import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { AppError } from '#contract/errors.ts';
import type { EventTopic } from '#contract/ui/watch.ts';
import { migrate } from './migrations/migrate.ts';

/** A row as SQLite gives it; repositories turn it into a type. */
export type Row = Record<string, string | number | null>;
export interface NewEvent {
  readonly topic: EventTopic;
  readonly entityId: string;
  readonly chatId?: string | null;
  readonly payload?: object;
}

/** The open database. SQL is used in main/core/store only. */
export interface Db {
  all(sql: string, ...values: SQLInputValue[]): Row[];
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  /** Rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** One BEGIN IMMEDIATE; nested calls join it. `run` must not await. Listeners of events are told after the commit. */
  tx<T>(run: () => T): T;
  /** Only inside tx: the event is committed with its cause. */
  event(event: NewEvent): void;
  /** Called after each commit that wrote events. */
  onCommit(listener: () => void): void;
  close(): void;
}

/** Opens or creates the database. Throws AppError database-corrupt, database-newer, sqlite-too-old or disk-full. */
export const openDb = (file: string, now: () => number): Db => {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5000 });
  try {
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = FAST;',
    );
    probeFts(db);
    migrate(db, now());
  } catch (error) {
    db.close();
    throw storeError(error);
  }
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const listeners: (() => void)[] = [];
  let depth = 0;
  let wroteEvents = false;
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw storeError(error);
    }
  };
  const self: Db = {
    all: (sql, ...values) => guarded(() => prepare(sql).all(...values) as Row[]),
    get: (sql, ...values) => guarded(() => prepare(sql).get(...values) as Row | undefined),
    run: (sql, ...values) => guarded(() => Number(prepare(sql).run(...values).changes)),
    tx(run) {
      if (depth > 0) return run();
      guarded(() => db.exec('BEGIN IMMEDIATE'));
      depth = 1;
      wroteEvents = false;
      let result: ReturnType<typeof run>;
      try {
        result = run();
        guarded(() => db.exec('COMMIT'));
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      } finally {
        depth = 0;
      }
      if (wroteEvents) for (const listener of listeners) listener();
      return result;
    },
    event({ topic, entityId, chatId, payload }) {
      if (depth === 0) throw new Error('an event is written in the transaction of its cause');
      wroteEvents = true;
      self.run(
        'INSERT INTO events(at, topic, entity_id, chat_id, payload) VALUES (?, ?, ?, ?, ?)',
        now(),
        topic,
        entityId,
        chatId ?? null,
        JSON.stringify(payload ?? {}),
      );
    },
    onCommit: (listener) => void listeners.push(listener),
    close: () => db.close(),
  };
  return self;
};

const probeFts = (db: DatabaseSync): void => {
  try {
    db.exec('CREATE VIRTUAL TABLE temp.fts_probe USING fts5(y); DROP TABLE temp.fts_probe;');
  } catch (error) {
    if (String(error).includes('no such module')) throw new AppError('sqlite-too-old', {}, { cause: error });
    throw error;
  }
};

const storeError = (error: unknown): unknown => {
  const code = (error as { errcode?: number } | null)?.errcode;
  if (code === undefined) return error;
  const primary = code & 0xff;
  if (primary === 13) return new AppError('disk-full', {}, { cause: error });
  if (primary === 10 && code !== 10) return new AppError('disk-full', {}, { cause: error });
  if (primary === 11 || primary === 26) return new AppError('database-corrupt', {}, { cause: error });
  if (primary === 8 || primary === 14) return new AppError('home-not-writable', {}, { cause: error });
  return error;
};

/** Moves a damaged database and its journals aside, unchanged. Returns where it is now. */
export const keepAside = (file: string, now: number): string => {
  const aside = `${file}.damaged-${new Date(now).toISOString().replaceAll(':', '-')}`;
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  return aside;
};
