import { type Attack, carryOut, type Row } from './attack.ts';
import { approvals } from './attacks/approvals.ts';
import { closeJudge, deputy } from './attacks/deputy.ts';
import { door } from './attacks/door.ts';
import { echo } from './attacks/echo.ts';
import { exfiltration } from './attacks/exfiltration.ts';
import { fetchGate } from './attacks/fetch-gate.ts';
import { group } from './attacks/group.ts';
import { hostRules } from './attacks/host-rules.ts';
import { identity } from './attacks/identity.ts';
import { imports } from './attacks/imports.ts';
import { lastStand } from './attacks/last-stand.ts';
import { malformed } from './attacks/malformed.ts';
import { network } from './attacks/network.ts';
import { paths } from './attacks/paths.ts';
import { plugins } from './attacks/plugins.ts';
import { poison } from './attacks/poison.ts';
import { alwaysRules, profiles } from './attacks/profiles.ts';
import { scope } from './attacks/scope.ts';
import { secrets } from './attacks/secrets.ts';
import { shared } from './attacks/shared.ts';
import { startPhones } from './world/phones.ts';
import { startWindow, type Window } from './world/window.ts';

export interface RunOptions {
  readonly toolboxDir: string;
  /** Ids to carry out; null is all. */
  readonly only: RegExp | null;
}
/** Attacks that share one world. */
export interface Group {
  readonly name: string;
  readonly rows: readonly { readonly id: string; readonly goal: string }[];
  run(o: RunOptions, told: (row: Row) => void): Promise<void>;
}

const groupOf = <W extends { close(): Promise<void> }>(
  name: string,
  attacks: readonly Attack<W>[],
  start: (o: RunOptions) => Promise<W>,
): Group => ({
  name,
  rows: attacks,
  async run(o, told) {
    const chosen = attacks.filter(({ id }) => o.only === null || o.only.test(id));
    if (chosen.length === 0) return;
    const world = await start(o);
    try {
      for (const attack of chosen) told(await carryOut(attack, world));
    } finally {
      await world.close();
    }
  },
});

const inWindow = (name: string, attacks: readonly Attack<Window>[]): Group => groupOf(name, attacks, (o) => startWindow(o));

export const groups: readonly Group[] = [
  inWindow('window', [
    ...exfiltration(),
    ...fetchGate(),
    ...network(),
    ...paths(),
    ...malformed(),
    ...scope(),
    ...plugins(),
    ...door(),
    ...poison(),
    ...profiles(),
    ...hostRules(),
    ...secrets(),
    ...shared(),
  ]),
  inWindow('approvals', [...approvals(), ...alwaysRules()]),
  groupOf('deputy', deputy(), async (o) => {
    const w = await startWindow(o);
    return {
      ...w,
      async close() {
        await w.close();
        await closeJudge();
      },
    };
  }),
  inWindow('last-stand', lastStand()),
  inWindow('imports', imports()),
  groupOf('phones', [...identity(), ...echo(), ...group()], startPhones),
];
