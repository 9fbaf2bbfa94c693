import { createRandom, type Random } from './random.ts';

/** One thing a person does in one chat. */
export interface Action {
  readonly clientId: string;
  readonly text: string;
  /** Wait for its outcome before the next one; otherwise the next message steers or waits its turn. */
  readonly waits: boolean;
  /** Send it again although it was taken. */
  readonly resends: boolean;
  /** Press Stop as soon as its turn is there. */
  readonly stops: boolean;
}
export type Kill =
  /** After so many events of the watch stream. */
  | { readonly by: 'event'; readonly n: number }
  /** So long after it was ready, or after it was started (that is: while it recovers). */
  | { readonly by: 'time' | 'start'; readonly ms: number }
  /** At a commit, exactly: right before or right after it is durable. */
  | { readonly by: 'commit'; readonly n: number; readonly before: boolean };
export interface Plan {
  readonly seed: number;
  /** Per chat, in order. */
  readonly chats: readonly (readonly Action[])[];
  readonly kills: readonly Kill[];
  /** Requests whose nonce ends in one of these are denied. */
  readonly denied: ReadonlySet<string>;
}

/** What a person does in three chats, and where the host is killed. */
export const makePlan = (seed: number): Plan => {
  const random = createRandom(seed);
  const denied = new Set<string>();
  let made = 0;
  const nonce = (): string => `n${seed}x${++made}z`;
  const words = (): string => {
    const kind = random.pick(['plain', 'run', 'run', 'run3', 'tell', 'ask', 'bang', 'bang'] as const);
    if (kind === 'plain') return `say something about ${nonce()}`;
    if (kind === 'run') return `please [[run ${nonce()}]]`;
    if (kind === 'run3') return `please [[run ${nonce()} ${nonce()} ${nonce()}]]`;
    if (kind === 'ask') return `please [[ask ${nonce()}]] and [[run ${nonce()}]]`;
    if (kind === 'bang') return `!${appendCommand(nonce(), random.between(0, 60))}`;
    const told = nonce();
    if (random.chance(0.4)) denied.add(told);
    return `please [[run ${nonce()}]] [[tell ${told}]] [[run ${nonce()}]]`;
  };
  const chats = [0, 1, 2].map((c) =>
    Array.from({ length: random.between(2, 3) }, (_, i): Action => {
      const text = words();
      return {
        clientId: `s${seed}-c${c}-${i}`,
        text,
        waits: random.chance(0.5),
        resends: random.chance(0.3),
        stops: !text.startsWith('!') && random.chance(0.12),
      };
    }),
  );
  return { seed, chats, kills: makeKills(random), denied };
};

const makeKills = (random: Random): Kill[] =>
  Array.from({ length: random.pick([1, 1, 2, 2, 3, 3]) }, (_, i): Kill => {
    const p = random.next();
    if (i > 0 && p < 0.25) return { by: 'start', ms: random.between(80, 400) };
    if (p < 0.6) return { by: 'commit', n: random.between(1, 110), before: random.chance(0.3) };
    return p < 0.85 ? { by: 'event', n: random.between(1, 60) } : { by: 'time', ms: random.between(5, 700) };
  });

/** Appends a nonce to the journal of the workspace: an effect that must not happen twice. */
export const appendCommand = (nonce: string, sleepMs: number): string =>
  `printf '%s\\n' ${nonce} >> journal; sleep 0.${String(sleepMs).padStart(3, '0')}`;
