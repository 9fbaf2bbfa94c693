import { AppError } from '#contract/errors.ts';
import type { Account } from '#contract/model/records.ts';
import type { Db } from '../open.ts';
import { accountOf } from '../rows.ts';

const hourMs = 3_600_000;

export const createAccounts = (db: Db) => ({
  list: (): Account[] => db.all('SELECT * FROM accounts ORDER BY name').map(accountOf),
  byId: (id: string): Account | null => {
    const row = db.get('SELECT * FROM accounts WHERE id = ?', id);
    return row ? accountOf(row) : null;
  },
  byName: (name: string): Account | null => {
    const row = db.get('SELECT * FROM accounts WHERE name = ?', name);
    return row ? accountOf(row) : null;
  },
  add: (a: Account): void =>
    db.tx(() => {
      try {
        db.run(
          'INSERT INTO accounts(id, name, provider, base_url, realm, key_ref, default_model, budget_tokens) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
          a.id,
          a.name,
          a.provider,
          a.baseUrl,
          a.realm,
          a.keyRef,
          a.defaultModel,
          a.budgetTokens,
        );
      } catch (error) {
        if (error instanceof Error && error.message.includes('UNIQUE'))
          throw new AppError('name-taken', { name: a.name }, { cause: error });
        throw error;
      }
      db.event({ topic: 'account', entityId: a.id });
    }),
  setBaseUrl: (id: string, baseUrl: string): void =>
    db.tx(() => {
      db.run('UPDATE accounts SET base_url = ?, default_model = NULL WHERE id = ?', baseUrl, id);
      db.event({ topic: 'account', entityId: id });
    }),
  setKeyRef: (id: string, keyRef: string | null): void =>
    db.tx(() => {
      db.run('UPDATE accounts SET key_ref = ? WHERE id = ?', keyRef, id);
      db.event({ topic: 'account', entityId: id });
    }),
  setLimit: (id: string, budgetTokens: number | null): void =>
    db.tx(() => {
      // Another limit is reached anew.
      db.run('UPDATE accounts SET budget_tokens = ?, budget_told = 0 WHERE id = ?', budgetTokens, id);
      db.event({ topic: 'account', entityId: id });
    }),
  setColor: (id: string, color: string): void =>
    db.tx(() => {
      db.run('UPDATE accounts SET color = ? WHERE id = ?', color, id);
      db.event({ topic: 'account', entityId: id });
    }),
  setDefaultModel: (id: string, model: string): void =>
    db.tx(() => {
      db.run('UPDATE accounts SET default_model = ? WHERE id = ?', model, id);
      db.event({ topic: 'account', entityId: id });
    }),
  /** Archived ones too: they come back with what they had. One in the trash holds nothing. */
  usedBy: (id: string): string[] =>
    db
      .all(
        'SELECT w.name FROM workspace_accounts wa JOIN workspaces w ON w.id = wa.workspace_id WHERE wa.account_id = ? AND w.deleted_at IS NULL',
        id,
      )
      .map((r) => String(r.name)),
  remove: (id: string): void =>
    db.tx(() => {
      db.run('DELETE FROM workspace_accounts WHERE account_id = ?', id);
      db.run('DELETE FROM accounts WHERE id = ?', id);
      db.event({ topic: 'account', entityId: id });
    }),

  /** What the calls since `sinceMs` cost in micro-dollars, and how many of them have no known price. */
  cost: (accountId: string, sinceMs: number): { micros: number | null; unpricedCalls: number } => {
    const row = db.get(
      'SELECT sum(money) AS micros, coalesce(sum(unpriced_calls), 0) AS unpriced FROM usage WHERE account_id = ? AND hour >= ?',
      accountId,
      Math.floor(sinceMs / hourMs),
    );
    return { micros: row?.micros === null || row?.micros === undefined ? null : Number(row.micros), unpricedCalls: Number(row?.unpriced) };
  },
  /** Tokens used and held since `sinceMs`. */
  spent: (accountId: string, sinceMs: number): number => {
    const held = db.get("SELECT coalesce(sum(tokens), 0) AS n FROM reservations WHERE account_id = ? AND state = 'held'", accountId);
    return usedSince(db, accountId, sinceMs) + Number(held?.n);
  },
  used: (accountId: string, sinceMs: number): number => usedSince(db, accountId, sinceMs),
});

const usedSince = (db: Db, accountId: string, sinceMs: number): number =>
  Number(
    db.get(
      'SELECT coalesce(sum("in" + out + cache_read + cache_write), 0) AS n FROM usage WHERE account_id = ? AND hour >= ?',
      accountId,
      Math.floor(sinceMs / hourMs),
    )?.n,
  );
export type Accounts = ReturnType<typeof createAccounts>;
