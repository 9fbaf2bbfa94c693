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

/**
 * Settles a call's reservation and books its usage. A call that ended without a count (stopped, cut, or a server that does
 * not count) is booked as estimated: the request, and what was streamed. Returns what was booked.
 */
export const settleCall = (
  db: Db,
  c: { stepId: string; usage: Usage; failure: string | null; streamedChars: number },
  now: number,
): Usage => {
  const held = db.get(
    "SELECT r.account_id, r.input_tokens, s.model FROM reservations r JOIN steps s ON s.id = r.step_id WHERE r.step_id = ? AND r.state = 'held'",
    c.stepId,
  );
  if (!held) return c.usage;
  const usage = isEmpty(c.usage) ? estimated(Number(held.input_tokens), c) : c.usage;
  db.run("UPDATE reservations SET state = 'settled' WHERE step_id = ? AND state = 'held'", c.stepId);
  db.run(
    `INSERT INTO usage(account_id, hour, model, "in", out, cache_read, cache_write) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET "in" = "in" + excluded."in", out = out + excluded.out, cache_read = cache_read + excluded.cache_read, cache_write = cache_write + excluded.cache_write`,
    String(held.account_id),
    Math.floor(now / hourMs),
    String(held.model),
    usage.in,
    usage.out,
    usage.cacheRead,
    usage.cacheWrite,
  );
  return usage;
};

/** Settles what a turn still holds: its host went down before the calls had an end. */
export const settleCut = (db: Db, turnId: string, now: number): void => {
  for (const row of db.all("SELECT step_id FROM reservations WHERE turn_id = ? AND state = 'held'", turnId)) {
    const stepId = String(row.step_id);
    const streamedChars = Number(
      db.get("SELECT coalesce(sum(length(text)), 0) AS n FROM steps WHERE parent_step_id = ? AND kind IN ('text', 'thinking')", stepId)?.n,
    );
    const usage = settleCall(db, { stepId, usage: none, failure: null, streamedChars }, now);
    db.run('UPDATE steps SET usage = ? WHERE id = ?', JSON.stringify(usage), stepId);
  }
};

/** Characters of what a model said, its tool calls included. */
export const charsOfBlocks = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, b) => sum + (b.type === 'text' || b.type === 'thinking' ? b.text.length : JSON.stringify(b).length), 0);

const none: Usage = { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 };
const isEmpty = (u: Usage): boolean => u.in + u.out + u.cacheRead + u.cacheWrite === 0;
const estimated = (inputTokens: number, c: { failure: string | null; streamedChars: number }): Usage =>
  inputTokens === 0 || (c.failure !== null && unspent.has(c.failure) && c.streamedChars === 0)
    ? none
    : { ...none, in: inputTokens, out: Math.ceil(c.streamedChars / charsPerToken) };
