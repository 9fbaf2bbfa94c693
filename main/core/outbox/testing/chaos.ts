import type { Clock } from '../../base/clock.ts';
import { createFakeClock, type FakeClock } from '../../base/fake-clock.ts';
import { createOutbox } from '../create-outbox.ts';
import type { Outbox, OutboxChannel, OutboxStore } from '../ports.ts';
import { createNetwork, type Fate } from './network.ts';
import type { createSqliteStore } from './sqlite-store.ts';

/** A number generator (mulberry32) that repeats for its seed. */
export const createRandom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A host that can die between any two things it does: after that, nothing of it has an effect. */
const startHost = (o: { store: OutboxStore; channel: OutboxChannel; clock: FakeClock; diesAt: number; random: () => number }) => {
  let dead = false;
  let steps = 0;
  const dying = <T>(work: () => T): T => {
    if (dead) throw new Error('this host is dead');
    // Half of the deaths are just before the effect, half just after it.
    if (++steps !== o.diesAt) return work();
    const after = o.random() < 0.5;
    // Nobody is left to hear how it went.
    if (after) void Promise.resolve(work()).catch(() => undefined);
    dead = true;
    throw new Error('this host is dead');
  };
  const clock: Clock = { now: o.clock.now, mono: o.clock.mono, after: (ms, run) => o.clock.after(ms, () => (dead ? undefined : run())) };
  const outbox: Outbox = createOutbox({
    store: { ...o.store, change: (...args) => dying(() => o.store.change(...args)) },
    clock,
    channel: () => ({
      can: o.channel.can,
      reserveId: (c) => dying(() => o.channel.reserveId(c)),
      send: async (...args) => dying(() => o.channel.send(...args)),
    }),
    held: () => dead,
    tell: () => undefined,
    log: () => undefined,
    random: o.random,
  });
  return { outbox, isDead: () => dead };
};

export interface ChaosResult {
  readonly arrivals: readonly { externalId: string; text: string; chatKey: string }[];
  readonly rows: ReturnType<ReturnType<typeof createSqliteStore>['rows']>;
  /** Texts that the network took with an ok and then lost. */
  readonly lostByNetwork: ReadonlySet<string>;
  readonly kills: number;
  readonly sends: number;
}

const chaosMs = 2 * 3_600_000;

/** One random schedule: 12 deliveries in 3 chats, losses and host deaths for two hours, then a good network until all is settled. */
export const runChaos = async (db: ReturnType<typeof createSqliteStore>, seed: number, idempotent: boolean): Promise<ChaosResult> => {
  const random = createRandom(seed);
  const clock = createFakeClock();
  const started = clock.now();
  const con = `con-${seed}-${idempotent}`;
  const chats = ['a', 'b', 'c'].map((chat) => `${con}-${chat}`);
  db.addConnection(con, chats);
  const lostByNetwork = new Set<string>();
  const calm = (): boolean => clock.now() - started > chaosMs;

  const network = createNetwork({
    idempotent,
    clock,
    fate: (out) => {
      const fate = calm() ? { answer: 'ok' as const, carry: true, receiptMs: 50 } : fateOf(random);
      if (fate.answer === 'ok' && !fate.carry) lostByNetwork.add(out.text ?? '');
      return fate;
    },
  });
  // Ids are the network's own for each connection; other seeds share the database.
  const channel: OutboxChannel = { ...network.channel, reserveId: async () => `${con}-${await network.channel.reserveId(con)}` };
  let kills = 0;
  const make = () => startHost({ store: db.store, channel, clock, random, diesAt: calm() ? -1 : 1 + Math.floor(random() * 25) });
  let host = make();
  network.listen((externalId, state) => {
    // A dead host hears nothing: the receipt is lost.
    if (host.isDead()) return;
    try {
      host.outbox.receipt(con, externalId, state);
    } catch (error) {
      if (!host.isDead()) throw error;
    }
  });

  let posted = 0;
  const open = (): boolean => db.rows(con).some((row) => row.state === 'queued' || row.state === 'sending');
  for (let round = 0; round < 5_000 && (posted < 12 || open()); round++) {
    if (host.isDead()) {
      kills++;
      host = make();
      host.outbox.wake(con);
    }
    if (posted < 12 && random() < 0.3) {
      const id = `${con}-${++posted}`;
      const externalId = random() < 0.3 ? `unreserved:${id}` : await channel.reserveId(con);
      db.post({
        id,
        connectionId: con,
        chatId: chats[Math.floor(random() * 3)] as string,
        externalId,
        text: `text ${posted}`,
        createdAt: clock.now(),
      });
      host.outbox.wake(con);
    }
    if (random() < 0.05) host.outbox.connected(con);
    await turn();
    clock.advance([40, 500, 3_000, 20_000, 120_000][Math.floor(random() * 5)] as number);
    await turn();
  }
  return { arrivals: network.arrivals, rows: db.rows(con), lostByNetwork, kills, sends: network.sends.length };
};

const fateOf = (random: () => number): Fate => {
  const roll = random();
  const receiptMs = random() < 0.6 ? Math.floor(random() * 15_000) : null;
  if (roll < 0.35) return { answer: 'ok', carry: true, receiptMs };
  if (roll < 0.5) return { answer: 'ok', carry: false, receiptMs: null };
  if (roll < 0.65) return { answer: 'throw', carry: random() < 0.5, receiptMs };
  if (roll < 0.72) return { answer: 'hang', carry: random() < 0.5, receiptMs };
  if (roll < 0.85) return { answer: { code: 'offline' }, carry: false, receiptMs: null };
  if (roll < 0.95) return { answer: { code: 'rate-limited', retryAfterMs: Math.floor(random() * 60_000) }, carry: false, receiptMs: null };
  return { answer: { code: 'forbidden' }, carry: false, receiptMs: null };
};
