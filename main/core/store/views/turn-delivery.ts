import { type DeliveryState, deliveryStates } from '#contract/model/states.ts';
import type { Db } from '../open.ts';

// What needs a person first, then the way of a message.
const order: readonly DeliveryState[] = ['failed', 'unknown', 'queued', 'sending', 'sent', 'delivered', 'read'];

/** When the words of a turn or a message that quiet hours hold will go; null when none hold them. */
export const heldUntil = (db: Db, of: { turnId?: string; messageId?: string }): number | null => {
  const at = db.get(
    "SELECT min(next_at) AS at FROM deliveries WHERE reason_code = 'quiet-hours' AND state = 'queued' AND ((source_kind = 'turn' AND source_id = ?) OR message_id = ?)",
    of.turnId ?? '',
    of.messageId ?? '',
  )?.at;
  return typeof at === 'number' ? at : null;
};

/** How far the words of a turn have come in a messenger: the part that is least far. Null on this computer. */
export const deliveryOf = (db: Db, turnId: string): DeliveryState | null => {
  const states = db
    .all(
      "SELECT d.state FROM deliveries d JOIN connections n ON n.id = d.connection_id WHERE d.source_kind = 'turn' AND d.source_id = ? AND n.channel NOT IN ('desktop', 'cli', 'scheduler')",
      turnId,
    )
    .map((row) => deliveryStates.find((state) => state === row.state));
  return order.find((state) => states.includes(state)) ?? null;
};
