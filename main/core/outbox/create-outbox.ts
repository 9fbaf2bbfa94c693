import { reason } from '#contract/model/reason.ts';
import { afterReceipt, isAnswer } from './decisions.ts';
import { createLane, type Lane } from './lane.ts';
import { defaultTiming, type Outbox, type OutboxDeps } from './ports.ts';
import { prepareParts } from './prepare.ts';

/** The stage that brings stored deliveries to their channels; the only owner of their retries. */
export const createOutbox = (deps: OutboxDeps): Outbox => {
  const timing = { ...defaultTiming, ...deps.timing };
  const stopped = new AbortController();
  let cut = new AbortController();
  const lanes = new Map<string, Lane>();
  const laneOf = (connectionId: string): Lane => {
    let lane = lanes.get(connectionId);
    if (!lane) {
      lane = createLane({ ...deps, timing, signal: stopped.signal, cut: () => cut.signal }, connectionId);
      lanes.set(connectionId, lane);
    }
    return lane;
  };
  const settled = async (): Promise<void> => {
    await Promise.all([...lanes.values()].map((lane) => lane.settled()));
  };
  const wake = (connectionId?: string): void => {
    if (stopped.signal.aborted) return;
    for (const id of connectionId === undefined ? deps.store.connections() : [connectionId]) laneOf(id).wake();
  };
  const decide = (deliveryId: string, to: 'queued' | 'failed'): boolean => {
    const at = deps.store.byId(deliveryId);
    if (!at || (at.state !== 'unknown' && (at.state !== 'failed' || to === 'failed'))) return false;
    if (
      !deps.store.change(at.id, at.state, { state: to, nextAt: null, ...(to === 'failed' ? { reason: reason('dismissed-by-you') } : {}) })
    )
      return false;
    laneOf(at.connectionId).forget(at.id);
    wake(at.connectionId);
    return true;
  };

  return {
    start: () => wake(),
    wake,
    connected: (connectionId) => {
      if (!stopped.signal.aborted) laneOf(connectionId).connected();
    },
    receipt(connectionId, externalId, receipt) {
      const at = deps.store.byExternalId(connectionId, externalId);
      if (!at) return 'not-ours';
      const state = afterReceipt(at, receipt);
      if (!state) return 'unchanged';
      const lane = laneOf(connectionId);
      // An answer that may not be edited in is still an answer.
      if (state === 'failed' && isAnswer(at) && deps.store.postInstead(at.id, at.state, deps.clock.now())) {
        lane.forget(at.id);
        lane.wake();
        return 'moved';
      }
      const why = state === 'failed' ? reason('delivery-refused', { code: 'rejected' }) : undefined;
      const first = at.state !== 'sent' && at.state !== 'delivered';
      const moved = deps.store.change(at.id, at.state, {
        state,
        nextAt: null,
        ...(why ? { reason: why } : first ? { sentAt: deps.clock.now() } : {}),
      });
      if (!moved) return 'unchanged';
      if (why) deps.tell({ id: at.id, chatId: at.chatId }, 'failed', why);
      lane.forget(at.id);
      lane.wake();
      return 'moved';
    },
    prepare: (connectionId, markdown, wording, files = []) =>
      prepareParts(deps.channel(connectionId), connectionId, markdown, {
        reserveMs: timing.reserveMs,
        log: deps.log,
        ...(wording ? { wording } : {}),
        files,
      }),
    resend: (deliveryId) => decide(deliveryId, 'queued'),
    dismiss: (deliveryId) => decide(deliveryId, 'failed'),
    confirm(deliveryId) {
      const at = deps.store.byId(deliveryId);
      if (at?.state !== 'unknown') return false;
      const change = { state: 'sent' as const, reason: reason('confirmed-by-you'), nextAt: null, sentAt: deps.clock.now() };
      if (!deps.store.change(at.id, 'unknown', change)) return false;
      laneOf(at.connectionId).forget(at.id);
      wake(at.connectionId);
      return true;
    },
    hold() {
      cut.abort(new Error('everything is held'));
      cut = new AbortController();
    },
    settled,
    async stop(graceMs) {
      stopped.abort(new Error('the host stops'));
      for (const lane of lanes.values()) lane.close();
      const cancel = deps.clock.after(graceMs, () => cut.abort(new Error('the host stops')));
      try {
        await settled();
      } finally {
        cancel();
      }
    },
  };
};
