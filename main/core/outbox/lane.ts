import { messageOf } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Result } from '#plugin-api';
import { backoffMs } from '../base/backoff.ts';
import { comesTooLate, isAnswer, isAwaited, isPlaceholder, isSign, type Outcome, outcomeOf } from './decisions.ts';
import { createPace } from './pace.ts';
import type { OpenDelivery, OutboxChannel, OutboxDeps, OutboxTiming } from './ports.ts';
import { isReserved, reserve } from './prepare.ts';
import { quietUntil } from './quiet.ts';

// A clock that was set or a laptop that slept is noticed after this long at the latest.
const longestSleepMs = 60_000;
const afterFaultMs = 5_000;

/** The deliveries of one connection: one send at a time, each chat strictly in order; a chat that waits holds up no other. */
export const createLane = (
  deps: OutboxDeps & { timing: OutboxTiming; signal: AbortSignal; cut: () => AbortSignal },
  connectionId: string,
) => {
  const { store, clock, timing } = deps;
  /** Deliveries this host has sent; a `sending` row that is not here was cut by a host death. */
  const ours = new Set<string>();
  const eager = new Set<string>();
  let offlineTries = 0;
  let offlineUntil = 0;
  let running: Promise<void> | null = null;
  let again = false;
  let cancelTimer: (() => void) | null = null;
  const pace = createPace(timing, clock.mono);

  const wake = (): void => {
    if (deps.signal.aborted) return;
    again = true;
    running ??= work().finally(() => {
      running = null;
      // Woken between the last look and here.
      if (again) wake();
    });
  };

  const work = async (): Promise<void> => {
    try {
      while (again) {
        again = false;
        while (await step());
      }
    } catch (error) {
      deps.log('error', 'the outbox met a fault and tries again', { connectionId, error: messageOf(error) });
      arm(afterFaultMs);
    }
  };

  const arm = (ms: number): void => {
    cancelTimer?.();
    cancelTimer = deps.signal.aborted ? null : clock.after(Math.min(Math.max(ms, 0), longestSleepMs), wake);
  };

  // Who stopped everything is told so, and what waits.
  const mayGo = (d: OpenDelivery): boolean => d.source === 'emergency' || !deps.held();

  /** One decision. False when there is nothing to do now. */
  const step = async (): Promise<boolean> => {
    cancelTimer?.();
    if (deps.signal.aborted) return false;
    const channel = deps.channel(connectionId);
    if (!channel) return false;
    const heads = store.heads(connectionId).filter(mayGo);
    const cutOff = heads.find((head) => head.state === 'sending' && !ours.has(head.id) && !channel.can.idempotentSend);
    if (cutOff) {
      doubt(cutOff, 'host-died');
      return true;
    }
    const now = clock.now();
    const next = heads.map((head) => ({ head, at: dueAt(head) }));
    const ready = next.filter(({ at }) => at <= now);
    const due = ready.find(({ head }) => !isSign(head)) ?? ready[0];
    if (due) {
      if (await attempt(channel, due.head)) return true;
      // Somebody else changed the row; looked at again shortly instead of in a circle.
      arm(timing.baseMs);
      return false;
    }
    if (next.length > 0) arm(Math.min(...next.map(({ at }) => at)) - now);
    return false;
  };

  const dueAt = (head: OpenDelivery): number => {
    const isHeld = head.reasonCode === 'quiet-hours';
    const own = isHeld || eager.has(head.id) || (head.state === 'sending' && !ours.has(head.id)) ? 0 : (head.nextAt ?? 0);
    return Math.max(own, offlineUntil, hold(head), clock.now() + pace.waitMs(head));
  };

  /** Until when the quiet hours hold it; the row says so, for people to see. */
  const hold = (head: OpenDelivery): number => {
    const until =
      head.attempt === 0 && !isAwaited(head, timing.awakeMs) ? quietUntil(deps.quiet?.(connectionId) ?? null, clock.now()) : null;
    if (until === null) return 0;
    if (head.reasonCode !== 'quiet-hours' || head.nextAt !== until)
      store.change(head.id, 'queued', { state: 'queued', reason: reason('quiet-hours'), nextAt: until });
    return until;
  };

  const attempt = async (channel: OutboxChannel, d: OpenDelivery): Promise<boolean> => {
    // No receipt came after the try before, and there will be no other.
    if (ours.has(d.id) && d.state === 'sending' && tooOld(d)) return giveUp(d, 'sending');
    // An answer does not wait for the word that its placeholder arrived; it then goes as a message of its own.
    if (d.state === 'sending' && isPlaceholder(d)) {
      doubt(d, 'no-receipt');
      return true;
    }
    if (isAnswer(d) && comesTooLate(d, clock.now(), { lateMs: timing.lateEditMs, windowMs: channel.can.editWindowMs }))
      return store.postInstead(d.id, d.state, clock.now());
    if (d.target?.state === 'failed') return end(d, d.state, 'failed', reason('delivery-target-missing'));
    if (d.op === 'edit' && d.target && clock.now() - d.target.sentAt > channel.can.editWindowMs)
      return end(d, d.state, 'failed', reason('not-needed'));
    const externalId = isReserved(d.externalId) ? d.externalId : await reserve(channel, connectionId, timing.reserveMs, deps);
    if (externalId === null) {
      postpone(d, d.state, { kind: 'later', written: false, offline: true, reason: reason('channel-offline'), retryAfterMs: 0 });
      return true;
    }
    if (deps.signal.aborted || !mayGo(d)) return false;
    if (!store.change(d.id, d.state, { state: 'sending', attempt: d.attempt + 1, nextAt: null, externalId }))
      return store.byId(d.id)?.state !== d.state;
    pace.take(d);
    ours.add(d.id);
    eager.delete(d.id);
    deps.log('debug', 'sending', { deliveryId: d.id, connectionId, attempt: d.attempt + 1 });
    const outcome = outcomeOf(await send(channel, d, externalId), channel.can.idempotentSend);
    settle({ ...d, state: 'sending', attempt: d.attempt + 1, externalId }, outcome);
    return true;
  };

  const send = async (channel: OutboxChannel, d: OpenDelivery, externalId: string): Promise<Result<'written'> | null> => {
    const abort = new AbortController();
    const stop = (): void => abort.abort(new Error('the send was cut'));
    const cancel = clock.after(timing.sendMs, stop);
    const wholeCut = deps.cut();
    wholeCut.addEventListener('abort', stop, { once: true });
    if (wholeCut.aborted) stop();
    const { promise: cut, reject } = Promise.withResolvers<never>();
    abort.signal.addEventListener('abort', () => reject(abort.signal.reason), { once: true });
    const out = {
      externalId,
      chatKey: d.chatKey,
      op: d.op,
      ...(d.target ? { target: d.target.externalId } : {}),
      ...(d.text === null ? {} : { text: d.text }),
      ...(d.about === null ? {} : { about: d.about }),
      ...(d.files.length > 0 ? { files: d.files } : {}),
      ...(d.quote === null ? {} : { quote: d.quote }),
    };
    try {
      // A channel that does not listen to the signal must not hold the others up.
      return await Promise.race([channel.send(connectionId, out, abort.signal), cut]);
    } catch (error) {
      deps.log('warn', 'a send was cut', { deliveryId: d.id, connectionId, error: messageOf(error) });
      return null;
    } finally {
      cancel();
      wholeCut.removeEventListener('abort', stop);
    }
  };

  // Each change compares with `sending`: a receipt that came meanwhile has moved the row on, and is right.
  const settle = (d: OpenDelivery, outcome: Outcome): void => {
    if (outcome.kind !== 'later' || !outcome.offline) offlineTries = 0;
    switch (outcome.kind) {
      case 'sent':
        store.change(d.id, 'sending', { state: 'sent', sentAt: clock.now() });
        ours.delete(d.id);
        return;
      case 'await-receipt':
        store.change(d.id, 'sending', { state: 'sending', nextAt: clock.now() + Math.max(timing.ackMs, backoff(d.attempt)) });
        return;
      case 'failed':
        refused(d, outcome.reason);
        return;
      case 'unknown':
        doubt(d, outcome.reason.code);
        return;
      case 'later':
        postpone(d, 'sending', outcome);
    }
  };

  // An answer that cannot be edited in any more is still an answer.
  const refused = (d: OpenDelivery, why: Reason): void => {
    if (isAnswer(d) && store.postInstead(d.id, 'sending', clock.now())) ours.delete(d.id);
    else end(d, 'sending', 'failed', why);
  };

  const postpone = (d: OpenDelivery, from: 'queued' | 'sending', outcome: Extract<Outcome, { kind: 'later' }>): void => {
    // An aborted send of a host that stops is no failure of the message.
    if (tooOld(d) && !deps.signal.aborted) {
      giveUp(d, from);
      return;
    }
    const waitMs = Math.max(outcome.retryAfterMs, backoff(outcome.offline ? offlineTries : d.attempt));
    if (outcome.offline) {
      offlineTries++;
      offlineUntil = clock.now() + waitMs;
    }
    store.change(d.id, from, { state: outcome.written ? 'sending' : 'queued', reason: outcome.reason, nextAt: clock.now() + waitMs });
  };

  const backoff = (n: number): number => backoffMs(Math.max(0, n - 1), { baseMs: timing.baseMs, capMs: timing.capMs }, deps.random);
  const tooOld = (d: OpenDelivery): boolean => clock.now() - d.createdAt >= timing.giveUpMs;
  const giveUp = (d: OpenDelivery, from: 'queued' | 'sending'): boolean =>
    end(d, from, 'failed', reason('delivery-gave-up', { tries: d.attempt }));
  const doubt = (d: OpenDelivery, code: string): void => void end(d, 'sending', 'unknown', reason('may-have-been-sent', { why: code }));
  const end = (d: OpenDelivery, from: 'queued' | 'sending', state: 'failed' | 'unknown', why: ReturnType<typeof reason>): boolean => {
    if (!store.change(d.id, from, { state, reason: why, nextAt: null })) return false;
    ours.delete(d.id);
    deps.log('warn', 'a delivery did not go through', { deliveryId: d.id, connectionId, state, reason: why.code });
    deps.tell({ id: d.id, chatId: d.chatId }, state, why);
    return true;
  };

  return {
    wake,
    connected(): void {
      offlineTries = 0;
      offlineUntil = 0;
      // A server that asked for patience still has it.
      for (const head of store.heads(connectionId)) if (head.reasonCode !== 'rate-limited') eager.add(head.id);
      wake();
    },
    forget: (deliveryId: string): void => {
      ours.delete(deliveryId);
      eager.delete(deliveryId);
    },
    settled: async (): Promise<void> => {
      while (running) await running;
    },
    close(): void {
      cancelTimer?.();
    },
  };
};
export type Lane = ReturnType<typeof createLane>;
