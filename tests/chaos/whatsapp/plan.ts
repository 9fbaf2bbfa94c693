import { createRandom, type Random } from '../random.ts';
import { type Link, links, type Way, type Writer, ways, writers } from './cast.ts';

export interface Said extends Way {
  readonly nonce: string;
  readonly text: string;
  readonly twice: boolean;
  readonly isDamaged: boolean;
  readonly addressing: 'lid' | 'pn';
}
/** What happens, one after the other; every fault that lasts is ended by a later step, at the latest by the end. */
export type Step =
  | { readonly do: 'say'; readonly said: Said }
  | { readonly do: 'pause'; readonly ms: number }
  /** Until both links are live. */
  | { readonly do: 'wait' }
  | { readonly do: 'drop'; readonly whose: Link }
  | { readonly do: 'end'; readonly code: 515 | 440 | 401 | 503; readonly whose: Link }
  /** SIGKILL; it stays away for so long. */
  | { readonly do: 'kill'; readonly awayMs: number }
  /** The next life ends at its n-th commit. */
  | { readonly do: 'die'; readonly n: number; readonly before: boolean }
  /** Until the window shows that neither link is live. */
  | { readonly do: 'silence' }
  | { readonly do: 'refuse'; readonly status: number }
  | { readonly do: 'acks'; readonly lost: boolean }
  | { readonly do: 'swallow'; readonly on: boolean }
  | { readonly do: 'hold' }
  | { readonly do: 'release'; readonly order: 'same' | 'reversed' | 'shuffled' }
  | { readonly do: 'forget'; readonly on: boolean }
  /** A catch-up that never ends; the line breaks in it. */
  | { readonly do: 'endless'; readonly whose: Link; readonly ms: number }
  | { readonly do: 'airplane'; readonly who: Writer; readonly on: boolean };

export interface Plan {
  readonly seed: number;
  readonly steps: readonly Step[];
  /** One ask for every way, after everything is quiet: what comes behind it would come too late to be counted otherwise. */
  readonly last: readonly Said[];
  readonly placeholder: 'off' | 'delayed' | 'at-once';
  readonly shuffle: <T>(list: readonly T[]) => T[];
}

export const makePlan = (seed: number): Plan => {
  const random = createRandom(seed);
  let made = 0;
  const said = (way: Way, isLast = false): Said => {
    const nonce = `n${seed}x${++made}z`;
    const call = way.kind === 'ask' ? '@pynchy please say' : way.kind === 'chat' ? 'between us:' : 'a secret:';
    return {
      ...way,
      nonce,
      text: `${call} ${nonce}`,
      twice: !isLast && random.chance(0.15),
      isDamaged: !isLast && random.chance(0.12),
      addressing: random.chance(0.3) ? 'pn' : 'lid',
    };
  };
  const asks = ways.filter((w) => w.kind === 'ask');
  const words = Array.from(
    { length: random.between(7, 11) },
    (): Step => ({ do: 'say', said: said(random.pick(random.chance(0.65) ? asks : ways)) }),
  );
  const steps: Step[] = [];
  const faults = Array.from({ length: random.between(4, 7) }, () => faultIn(random));
  // A message, sometimes a moment, sometimes a fault; what ends a fault comes one or two messages later.
  const later: { after: number; step: Step }[] = [];
  for (const [i, word] of words.entries()) {
    for (const due of later.filter((l) => l.after === i)) steps.push(due.step);
    const share = Math.ceil(faults.length / (words.length - i));
    for (const [begin, end] of random.chance(0.75) ? faults.splice(0, share) : []) {
      steps.push(begin);
      if (end) later.push({ after: i + random.between(1, 2), step: end });
    }
    steps.push(word);
    if (random.chance(0.35)) steps.push({ do: 'wait' });
    if (random.chance(0.6)) steps.push({ do: 'pause', ms: random.between(5, 500) });
  }
  for (const { step } of later.filter((l) => l.after >= words.length)) steps.push(step);
  return {
    seed,
    steps,
    last: asks.map((way) => said(way, true)),
    placeholder: random.pick(['off', 'delayed', 'at-once', 'at-once'] as const),
    shuffle: (list) => shuffled(random, list),
  };
};

const faultIn = (random: Random): readonly [begin: Step, end?: Step] => {
  const whose = random.pick(links);
  const kind = random.pick([
    'drop',
    'drop',
    '515',
    '440',
    '401',
    '503',
    'kill',
    'kill',
    'die',
    'die',
    'silence',
    'refuse',
    'acks',
    'swallow',
    'hold',
    'hold',
    'forget',
    'endless',
    'airplane',
  ] as const);
  switch (kind) {
    case 'drop':
      return [{ do: 'drop', whose }];
    case '515':
    case '440':
    case '401':
    case '503':
      return [{ do: 'end', code: Number(kind) as 515 | 440 | 401 | 503, whose }];
    case 'kill':
      return [{ do: 'kill', awayMs: random.pick([0, 0, 300]) }];
    case 'die':
      return [{ do: 'die', n: random.between(1, 160), before: random.chance(0.3) }];
    case 'silence':
      return [{ do: 'silence' }];
    case 'refuse':
      return [{ do: 'refuse', status: random.pick([302, 503]) }];
    case 'acks':
      return [
        { do: 'acks', lost: true },
        { do: 'acks', lost: false },
      ];
    case 'swallow':
      return [
        { do: 'swallow', on: true },
        { do: 'swallow', on: false },
      ];
    case 'hold':
      return [{ do: 'hold' }, { do: 'release', order: random.pick(['same', 'reversed', 'shuffled'] as const) }];
    case 'forget':
      return [
        { do: 'forget', on: true },
        { do: 'forget', on: false },
      ];
    case 'endless':
      return [{ do: 'endless', whose, ms: random.between(100, 600) }];
    case 'airplane': {
      const who = random.pick(writers);
      return [
        { do: 'airplane', who, on: true },
        { do: 'airplane', who, on: false },
      ];
    }
  }
};

const shuffled = <T>(random: Random, list: readonly T[]): T[] => {
  const rest = [...list];
  const out: T[] = [];
  while (rest.length > 0) out.push(...rest.splice(random.between(0, rest.length - 1), 1));
  return out;
};
