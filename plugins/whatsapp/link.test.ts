import { expect, it } from 'vitest';
import { createLink } from './link.ts';
import type { LinkStatus } from './link-ports.ts';
import type { OpenSocket } from './socket.ts';
import { defaultTiming } from './timing.ts';
import type { Cause } from './verdict.ts';

// Bug this would catch: a second socket or timer beside the first, which is how numbers throw themselves out and get banned.
type Handlers = Parameters<Parameters<typeof createLink>[0]['open']>[1];

const seeded = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

const build = (random: () => number, isLinked = true, through = () => Promise.resolve()) => {
  let now = 1_000_000;
  let setBack = 0;
  let linked = isLinked;
  const setLinked = (to: boolean): void => {
    linked = to;
  };
  const timers = new Map<object, { at: number; run: () => void }>();
  const sockets: { alive: boolean; on: Handlers }[] = [];
  const seen: LinkStatus[] = [];
  const most = { sockets: 0, timers: 0 };
  const creds = { account: {}, me: { id: '49:1@s.whatsapp.net' } };
  const link = createLink({
    auth: {
      load: () => (linked ? { kind: 'linked', creds } : { kind: 'none', ended: null }),
      stored: (c: object) => ({ creds: c }),
      fresh: async () => ({ state: { creds: {} }, isKept: () => linked, keep: () => setLinked(true) }),
      saveCreds: () => undefined,
      isExpectedSelf: () => true,
      rememberSelf: () => undefined,
      wipe: async () => setLinked(false),
      forget: async () => setLinked(false),
    } as never,
    pairings: { waitMs: () => 0, began: () => undefined, done: () => undefined },
    timing: defaultTiming,
    now: () => now - setBack,
    mono: () => now,
    after(ms, run) {
      const key = {};
      timers.set(key, { at: now + ms, run });
      most.timers = Math.max(most.timers, timers.size);
      return () => timers.delete(key);
    },
    random,
    open(_, on) {
      const socket = { alive: true, on };
      sockets.push(socket);
      most.sockets = Math.max(most.sockets, sockets.filter((s) => s.alive).length);
      const end = (): void => {
        socket.alive = false;
      };
      return { sock: {}, kill: end, leave: async () => end(), through: () => through() } as unknown as OpenSocket;
    },
    changed: (status) => void seen.push(status),
    live: () => undefined,
    log: () => undefined,
  });
  return {
    link,
    sockets,
    seen,
    most,
    last: () => sockets.at(-1)?.on as Handlers,
    /** The next timer fires. */
    tick(): void {
      const next = [...timers].sort(([, a], [, b]) => a.at - b.at)[0];
      if (!next) return;
      now = Math.max(now, next[1].at);
      timers.delete(next[0]);
      next[1].run();
    },
    pass(ms: number): void {
      now += ms;
    },
    /** Somebody sets the clock of the computer. */
    setClockBack(ms: number): void {
      setBack += ms;
    },
  };
};

const causes: readonly Cause[] = [515, 440, 401, 403, 405, 408, 428, 500, 503, null].map((status) => ({
  status,
  detail: status === null ? 'link-refused' : null,
}));

it.each(Array.from({ length: 200 }, (_, seed) => [seed]))(
  'has at most one socket and one timer, whatever happens (seed %i)',
  async (seed) => {
    const random = seeded(seed + 1);
    const t = build(random, seed % 3 !== 0);
    t.link.start();
    for (let i = 0; i < 120; i++) {
      // Also late words of sockets that are gone.
      const on = t.sockets[Math.floor(random() * t.sockets.length)]?.on ?? t.last();
      const what = Math.floor(random() * 12);
      t.pass(Math.floor(random() * 30_000));
      if (what === 0) on?.qr(`code ${i}`);
      else if (what === 1) on?.paired();
      else if (what === 2) on?.opened();
      else if (what === 3) on?.synced();
      else if (what === 4) on?.heard();
      else if (what <= 6) on?.closed(causes[Math.floor(random() * causes.length)] as Cause);
      else if (what === 7) t.link.wake(random() < 0.5);
      else if (what === 8) await t.link.pair(null);
      else if (what === 9) t.link.cancel();
      else if (what === 10 && random() < 0.2) await t.link.unlink();
      else t.tick();
    }
    expect(t.most.sockets).toBeLessThanOrEqual(1);
    expect(t.most.timers).toBeLessThanOrEqual(1);
    t.link.stop();
    expect(t.sockets.every((s) => !s.alive)).toBe(true);
  },
);

it('waits longer after each failure, a little differently each time, and forgets that when it was live for long', () => {
  const t = build(seeded(7));
  t.link.start();
  const waits: number[] = [];
  for (let i = 0; i < 12; i++) {
    t.last().closed({ status: 428, detail: null });
    const { nextTryAt } = t.link.status();
    waits.push((nextTryAt ?? 0) - (t.seen.at(-1)?.heardAt ?? 0));
    t.tick();
  }
  expect(t.link.status().attempt).toBe(12);
  t.last().opened();
  t.last().synced();
  t.pass(defaultTiming.stableMs);
  t.last().closed({ status: 428, detail: null });
  expect(t.link.status()).toMatchObject({ state: 'degraded', attempt: 1, reason: 'link-lost' });
});

it('is not live any more when nothing was heard for long', () => {
  const t = build(seeded(3));
  t.link.start();
  t.last().opened();
  t.last().synced();
  expect(t.link.status().state).toBe('live');
  t.pass(defaultTiming.silenceMs);
  t.tick();
  expect(t.link.status()).toMatchObject({ state: 'degraded', reason: 'link-silent' });
});

it.each([3_600_000, 315_360_000_000])('notices silence also when the clock was set back by %i ms', (ms) => {
  const t = build(seeded(3));
  t.link.start();
  t.last().opened();
  t.last().synced();
  t.setClockBack(ms);
  t.pass(defaultTiming.silenceMs);
  for (let i = 0; i < 3; i++) t.tick();
  expect(t.seen.some((s) => s.reason === 'link-silent')).toBe(true);
});

it('does not believe that it is live after a sleep that no timer saw', () => {
  const t = build(seeded(3));
  t.link.start();
  t.last().opened();
  t.last().synced();
  // The clock went on, timers and the clock for durations stood still.
  t.setClockBack(-8 * 3_600_000);
  t.link.wake(false);
  expect(t.link.status()).toMatchObject({ state: 'degraded', reason: 'link-silent' });
  expect(t.most).toEqual({ sockets: 1, timers: 1 });
});

it.each([
  [440, 'conflict'],
  [403, 'degraded'],
] as const)('goes on after %i when a person asks for it, and not because the computer woke up', (status, state) => {
  const t = build(seeded(3));
  t.link.start();
  t.last().closed({ status, detail: null });
  t.link.wake(false);
  expect([t.link.status().state, t.sockets.length]).toEqual([state, 1]);
  t.link.wake(true);
  expect(t.sockets.length).toBe(2);
});

it('begins anew when the library owes its word for long although the server still speaks', () => {
  const t = build(seeded(3), true, () => new Promise(() => undefined));
  t.link.start();
  t.last().opened();
  t.last().synced();
  for (let i = 0; i < 20 && t.link.status().state === 'live'; i++) {
    t.pass(defaultTiming.silenceMs / 2);
    t.last().heard();
    t.tick();
  }
  expect(t.link.status()).toMatchObject({ state: 'degraded', reason: 'link-stuck' });
});

it('stays live while the library gives its word', async () => {
  const t = build(seeded(3));
  t.link.start();
  t.last().opened();
  t.last().synced();
  for (let i = 0; i < 20; i++) {
    t.pass(defaultTiming.silenceMs / 2);
    t.last().heard();
    t.tick();
    await Promise.resolve();
  }
  expect(t.link.status().state).toBe('live');
});
