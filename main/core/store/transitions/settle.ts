import { costMicros, type ModelPrice } from '#contract/model/price.ts';
import type { Block, Usage } from '#contract/model/transcript.ts';
import type { Db } from '../open.ts';

const charsPerToken = 3;
const hourMs = 3_600_000;

// The model was not reached, or its server said no before it thought: nobody charges for that.
const unspent = new Set([
  'dns',
  'refused',
  'tls',
  'unreachable',
  'vault-locked',
  'key-rejected',
  'payment',
  'model-forbidden',
  'model-not-found',
  'path-not-found',
  'rate-limited',
  'server-error',
  'overloaded',
  'not-an-api',
  'not-json',
  'too-large',
  'context-full',
  'bad-request',
]);

export interface Settled {
  readonly usage: Usage;
  /** null = no price was known. */
  readonly costMicros: number | null;
  /** The server did not count. */
  readonly isEstimated: boolean;
}

/**
 * Settles a call's reservation and books its usage and cost. A call that ended without a count (stopped, cut, or a server that does
 * not count) is booked as estimated: the request, and what was streamed. Returns what was booked.
 */
export const settleCall = (
  db: Db,
  c: { stepId: string; usage: Usage; failure: string | null; streamedChars: number },
  now: number,
): Settled => {
  const held = db.get(
    "SELECT r.account_id, r.input_tokens, r.price, s.model FROM reservations r JOIN steps s ON s.id = r.step_id WHERE r.step_id = ? AND r.state = 'held'",
    c.stepId,
  );
  if (!held) return { usage: c.usage, costMicros: null, isEstimated: false };
  const usage = isEmpty(c.usage) ? estimated(Number(held.input_tokens), c) : c.usage;
  const isEstimated = isEmpty(c.usage) && !isEmpty(usage);
  const cost = costOf(held.price, usage);
  db.run("UPDATE reservations SET state = 'settled' WHERE step_id = ? AND state = 'held'", c.stepId);
  db.run(
    `INSERT INTO usage(account_id, hour, model, "in", out, cache_read, cache_write, money, unpriced_calls) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET "in" = "in" + excluded."in", out = out + excluded.out, cache_read = cache_read + excluded.cache_read, cache_write = cache_write + excluded.cache_write,
       money = CASE WHEN excluded.money IS NULL THEN money ELSE coalesce(money, 0) + excluded.money END, unpriced_calls = unpriced_calls + excluded.unpriced_calls`,
    String(held.account_id),
    Math.floor(now / hourMs),
    String(held.model),
    usage.in,
    usage.out,
    usage.cacheRead,
    usage.cacheWrite,
    // A call that was not spent says nothing of the price: no sum of nought beside calls that nobody can price.
    isEmpty(usage) ? null : cost,
    cost === null && !isEmpty(usage) ? 1 : 0,
  );
  return { usage, costMicros: cost, isEstimated };
};

/** Settles what a turn still holds: its host went down before the calls had an end. */
export const settleCut = (db: Db, turnId: string, now: number): void => {
  for (const row of db.all("SELECT step_id FROM reservations WHERE turn_id = ? AND state = 'held'", turnId)) {
    const stepId = String(row.step_id);
    const streamedChars = Number(
      db.get("SELECT coalesce(sum(length(text)), 0) AS n FROM steps WHERE parent_step_id = ? AND kind IN ('text', 'thinking')", stepId)?.n,
    );
    const settled = settleCall(db, { stepId, usage: none, failure: null, streamedChars }, now);
    db.run(
      'UPDATE steps SET usage = ?, cost_micros = ?, usage_estimated = ? WHERE id = ?',
      JSON.stringify(settled.usage),
      settled.costMicros,
      settled.isEstimated ? 1 : 0,
      stepId,
    );
  }
};

/** Characters of what a model said, its tool calls included. */
export const charsOfBlocks = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, b) => sum + (b.type === 'text' || b.type === 'thinking' ? b.text.length : JSON.stringify(b).length), 0);

// What was not spent costs nothing, whoever asks.
const costOf = (price: unknown, usage: Usage): number | null => {
  if (isEmpty(usage)) return 0;
  return typeof price === 'string' ? costMicros(JSON.parse(price) as ModelPrice, usage) : null;
};

const none: Usage = { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 };
const isEmpty = (u: Usage): boolean => u.in + u.out + u.cacheRead + u.cacheWrite === 0;
const estimated = (inputTokens: number, c: { failure: string | null; streamedChars: number }): Usage =>
  inputTokens === 0 || (c.failure !== null && unspent.has(c.failure) && c.streamedChars === 0)
    ? none
    : { ...none, in: inputTokens, out: Math.ceil(c.streamedChars / charsPerToken) };
