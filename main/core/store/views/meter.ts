import { costMicros, type ModelPrice } from '#contract/model/price.ts';
import { noUsage } from '#contract/model/transcript.ts';
import type { MeterView } from '#contract/ui/domains/chats.ts';
import type { Db } from '../open.ts';

/** What the open session of a chat has used so far. Context is what the last answer was given on, and that answer. */
export const sessionMeter = (
  db: Pick<Db, 'get'>,
  chatId: string,
  deps: {
    isNoAi: (provider: string) => boolean;
    accountName: (id: string) => string;
    /** Of the model that answers next; null when it is not known. */
    nextPrice: (chatId: string) => ModelPrice | null;
  },
): MeterView => {
  const calls = `FROM chats c JOIN turns t ON t.session_id = c.open_session_id JOIN steps s ON s.turn_id = t.id
     WHERE c.id = ? AND s.kind = 'model' AND s.usage IS NOT NULL`;
  const total = "coalesce(json_extract(s.usage, '$.in') + json_extract(s.usage, '$.cacheRead') + json_extract(s.usage, '$.cacheWrite'), 0)";
  const sum = db.get(
    `SELECT coalesce(sum(${total}), 0) AS tokens_in, coalesce(sum(json_extract(s.usage, '$.out')), 0) AS tokens_out, count(*) AS calls, count(s.cost_micros) AS priced, sum(s.cost_micros) AS cost ${calls}`,
    chatId,
  );
  const last = db.get(
    `SELECT s.account_id, s.provider, s.model, ${total} + json_extract(s.usage, '$.out') AS context ${calls} AND s.state = 'done' AND s.tool IS NULL ORDER BY s.started DESC, s.ord DESC LIMIT 1`,
    chatId,
  );
  const noAi = last !== undefined && deps.isNoAi(String(last.provider));
  const contextTokens = last === undefined || noAi ? null : Number(last.context);
  const price = contextTokens === null ? null : deps.nextPrice(chatId);
  return {
    in: Number(sum?.tokens_in ?? 0),
    out: Number(sum?.tokens_out ?? 0),
    // One call without a price makes the sum unknown: half a sum would be a lie.
    costMicros: Number(sum?.calls) > 0 && sum?.priced === sum?.calls ? Number(sum?.cost) : null,
    contextTokens,
    isEstimate: false,
    nextCostMicros: price && contextTokens !== null ? costMicros(price, { ...noUsage, in: contextTokens }) : null,
    account: last === undefined ? null : deps.accountName(String(last.account_id)),
    model: last === undefined ? null : String(last.model),
    noAi,
  };
};
