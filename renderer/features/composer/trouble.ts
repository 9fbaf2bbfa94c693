import type { HealthRow } from '#contract/model/health.ts';
import { endingFailures, passingFailures } from '#contract/model/passing-failures.ts';

/** What becomes of a message that is sent now: another account answers it, it waits, or it fails. */
export type Fate = 'other' | 'waits' | 'month' | 'fails';
export interface Trouble {
  readonly row: HealthRow;
  readonly fate: Fate;
  readonly account: string;
  /** The next account of the workspace that is well. */
  readonly other: string | null;
  readonly workspaceId: string;
}

type Named = { readonly id: string; readonly name: string };

/** What stands in the way of the first account of a workspace, by the health rows; null when nothing is known. */
export const troubleOf = (
  rows: readonly HealthRow[],
  workspace: { readonly id: string; readonly accounts: readonly Named[] },
): Trouble | null => {
  const rowOf = ({ id }: Named): HealthRow | undefined => rows.find((row) => row.id === `account:${id}`);
  const isWell = (account: Named): boolean => rowOf(account)?.state === 'ok';
  const [first, ...next] = workspace.accounts;
  const row = first && rowOf(first);
  if (!row || row.state === 'ok') return null;
  const other = next.find(isWell)?.name ?? null;
  return { row, fate: fateOf(row.reason.code, other !== null), account: first.name, other, workspaceId: workspace.id };
};

const fateOf = (code: string, hasOther: boolean): Fate => {
  if (endingFailures.has(code)) return 'fails';
  if (hasOther) return 'other';
  if (passingFailures.has(code)) return 'waits';
  return code === 'over-budget' ? 'month' : 'fails';
};
