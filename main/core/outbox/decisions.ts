import { type Reason, reason } from '#contract/model/reason.ts';
import type { DeliveryState } from '#contract/model/states.ts';
import type { Result } from '#plugin-api';
import type { OpenDelivery } from './ports.ts';

/** What one send() led to. `null` as its result means that it was cut: thrown, aborted or out of time. */
export type Outcome =
  | { readonly kind: 'await-receipt' | 'sent' }
  | { readonly kind: 'failed' | 'unknown'; readonly reason: Reason }
  /** `written` says whether something may have reached the network. */
  | {
      readonly kind: 'later';
      readonly written: boolean;
      readonly offline: boolean;
      readonly reason: Reason;
      readonly retryAfterMs: number;
    };

/** Codes of Channel.send that say for certain that nothing was written and that it may work later. */
const notWritten = new Set(['offline', 'not-connected', 'busy', 'rate-limited']);
/** Codes that say for certain that it never will. */
const refused = new Set(['rejected', 'not-found', 'forbidden', 'too-long', 'too-old', 'unsupported', 'bad-target']);

/** Judges the answer of a channel. A doubt is resent where that is harmless, and shown to a person where it is not. */
export const outcomeOf = (result: Result<'written'> | null, idempotent: boolean): Outcome => {
  if (result?.ok) return { kind: idempotent ? 'await-receipt' : 'sent' };
  if (result && refused.has(result.code)) return { kind: 'failed', reason: reason('delivery-refused', { code: result.code }) };
  const retryAfterMs = result?.retryAfterMs ?? 0;
  if (result && (notWritten.has(result.code) || result.retryAfterMs !== undefined)) {
    const offline = result.code === 'offline' || result.code === 'not-connected';
    return { kind: 'later', written: false, offline, reason: reason(offline ? 'channel-offline' : 'rate-limited'), retryAfterMs };
  }
  if (idempotent) return { kind: 'later', written: true, offline: false, reason: reason('send-cut'), retryAfterMs };
  return { kind: 'unknown', reason: reason('send-cut') };
};

const order: readonly DeliveryState[] = ['queued', 'sending', 'unknown', 'sent', 'delivered', 'read'];

/** The state after a receipt, null when it says nothing new. Only forward; a late receipt settles an unknown one. */
export const afterReceipt = (
  at: { state: DeliveryState; attempt: number; reasonCode: string | null },
  receipt: 'sent' | 'delivered' | 'read' | 'rejected',
): DeliveryState | null => {
  // What was never sent cannot have arrived: somebody else's id, or a lie.
  if (at.attempt === 0) return null;
  if (receipt === 'rejected') return at.state === 'delivered' || at.state === 'read' || at.state === 'failed' ? null : 'failed';
  // Given up is our guess; a receipt knows better.
  if (at.state === 'failed') return at.reasonCode === 'delivery-gave-up' ? receipt : null;
  return order.indexOf(receipt) > order.indexOf(at.state) ? receipt : null;
};

/** The answer of a turn that takes the place of its placeholder. */
export const isAnswer = (d: Pick<OpenDelivery, 'op' | 'source'>): boolean => d.op === 'edit' && d.source === 'turn';

/** What stands there until the answer comes, and what it is filled with; its removal is none. */
export const isPlaceholder = (d: Pick<OpenDelivery, 'op' | 'source'>): boolean => d.source === 'placeholder' && d.op !== 'delete';

/** A sign of life, which gives way to words. */
export const isSign = (d: Pick<OpenDelivery, 'op' | 'source'>): boolean => d.source === 'sign' || isPlaceholder(d);

/** Whether an answer's edit would not be seen (on its first try), or not be taken. */
export const comesTooLate = (
  d: Pick<OpenDelivery, 'attempt' | 'target'>,
  now: number,
  o: { readonly lateMs: number; readonly windowMs: number },
): boolean => {
  if (!d.target || d.target.state === 'failed' || d.target.state === 'unknown') return true;
  const age = now - d.target.sentAt;
  return age > o.windowMs || (d.attempt === 0 && age > o.lateMs);
};

/** Whether somebody waits for it: they wrote shortly before it, or before the work for it began. */
export const isAwaited = (d: Pick<OpenDelivery, 'spokeAt' | 'begunAt' | 'createdAt'>, awakeMs: number): boolean =>
  d.spokeAt !== null && Math.min(d.begunAt, d.createdAt) - d.spokeAt <= awakeMs;
