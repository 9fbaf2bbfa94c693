import { onTestFinished } from 'vitest';
import { createFakeClock } from '../../base/fake-clock.ts';
import { createOutbox } from '../create-outbox.ts';
import type { OutboxChannel } from '../ports.ts';
import { createNetwork, type Fate } from './network.ts';
import { createSqliteStore } from './sqlite-store.ts';

export const good: Fate = { answer: 'ok', carry: true, receiptMs: 100 };
export const offline: Fate = { answer: { code: 'offline' }, carry: false, receiptMs: null };
/** Until everything that is ready has run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An outbox between a real database and a network that does what `fates` say; a database of its own is closed after the test. */
export const outboxUnderTest = (o: { idempotent?: boolean; fates?: Fate[]; db?: ReturnType<typeof createSqliteStore> } = {}) => {
  const clock = createFakeClock();
  const fates = o.fates ?? [];
  const network = createNetwork({ idempotent: o.idempotent ?? true, clock, fate: () => fates.shift() ?? good });
  const db = o.db ?? createSqliteStore();
  if (!o.db) {
    db.addConnection('con', ['a', 'b']);
    onTestFinished(db.close);
  }
  const told: { id: string; state: string; code: string }[] = [];
  let channel: OutboxChannel | null = network.channel;
  let held = false;
  const make = () =>
    createOutbox({
      store: db.store,
      clock,
      channel: () => channel,
      held: () => held,
      tell: (delivery, state, why) => void told.push({ id: delivery.id, state, code: why.code }),
      log: () => undefined,
      random: () => 0.5,
    });
  const outbox = make();
  network.listen((externalId, state) => void outbox.receipt('con', externalId, state));
  let n = 0;
  const post = (text: string, chatId = 'a', externalId?: string): string => {
    const id = `d${++n}`;
    db.post({ id, connectionId: 'con', chatId, externalId: externalId ?? `own-${id}`, text, createdAt: clock.now() });
    outbox.wake('con');
    return id;
  };
  return {
    clock,
    network,
    db,
    told,
    outbox,
    make,
    post,
    fates,
    setChannel: (next: OutboxChannel | null): void => {
      channel = next;
    },
    hold: (next: boolean): void => {
      held = next;
    },
    pass: async (ms: number, steps = 1): Promise<void> => {
      for (let i = 0; i < steps; i++) {
        clock.advance(ms / steps);
        await turn();
      }
    },
    states: () => db.rows('con').map((row) => row.state),
    texts: () => network.arrivals.map((a) => a.text),
  };
};
