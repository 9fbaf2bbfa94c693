/** How an attack ends where it is held off. `asked`: a person decides, and says no. `fenced`: it stays material to read. */
export type Verdict = 'refused' | 'asked' | 'fenced' | 'held' | 'ignored' | 'cleaned' | 'hidden' | 'told';

export interface Outcome {
  /** What the attacker wanted has happened in the world: at the sink, on the wire, on the disk, in the prompt. */
  readonly won: boolean;
  /** `allowed`: nobody was asked and nothing was refused. */
  readonly verdict: Verdict | 'allowed';
  /** The rules that the audit log names for it. */
  readonly rules?: readonly string[];
  /** For the reader of a failure. */
  readonly seen?: string;
}

/** One row of the suite. Ids are stable: documents and reports name them. */
export interface Attack<W> {
  readonly id: string;
  readonly goal: string;
  readonly verdict: Verdict;
  /** The rule of the audit row that is due. */
  readonly audit?: string;
  run(world: W): Promise<Outcome>;
}

export interface Row {
  readonly id: string;
  readonly goal: string;
  readonly expected: Verdict;
  readonly verdict: string;
  readonly won: boolean;
  /** Why the row does not stand as it should; null when it does. In the build without defences only a crash counts. */
  readonly fault: string | null;
  readonly ms: number;
  readonly seen: string;
}

/** Carries one attack out; a throw is a fault of the row and never ends the run. */
export const carryOut = async <W>(attack: Attack<W>, world: W): Promise<Row> => {
  const began = performance.now();
  const row = (o: Pick<Row, 'verdict' | 'won' | 'fault' | 'seen'>): Row => ({
    id: attack.id,
    goal: attack.goal,
    expected: attack.verdict,
    ms: Math.round(performance.now() - began),
    ...o,
  });
  try {
    const { won, verdict, rules = [], seen = '' } = await attack.run(world);
    return row({ verdict, won, fault: faultIn(attack, { won, verdict, rules, seen }), seen: seen.slice(0, 600) });
  } catch (error) {
    return row({ verdict: 'broken', won: false, fault: error instanceof Error ? (error.stack ?? error.message) : String(error), seen: '' });
  }
};

const faultIn = (attack: Attack<never>, o: Required<Outcome>): string | null => {
  const note = o.seen === '' ? '' : `; seen: ${o.seen.slice(0, 600)}`;
  if (o.won) return `the attack succeeded${note}`;
  if (o.verdict !== attack.verdict) return `expected ${attack.verdict}, was ${o.verdict}${note}`;
  if (attack.audit !== undefined && !o.rules.includes(attack.audit))
    return `no audit row ${attack.audit}, but: ${o.rules.join(', ') || 'none'}${note}`;
  return null;
};
