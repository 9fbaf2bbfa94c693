import type { HealthRow } from '#contract/model/health.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { type AccountTest, wantsChange } from './account-rows.ts';
import type { DeputyFacts } from './ports.ts';
import { failingRow, okRow } from './row.ts';

// One that failed may have been the network; here everything counts as flagged until somebody looks.
const faultsInARow = 3;

/** Who judges: no row while it is off, and a failing one while it can judge nothing. `tests`: of accounts. */
export const deputyRows = (deputy: DeputyFacts | null, tests: ReadonlyMap<string, AccountTest>): HealthRow[] => {
  if (deputy === null) return [];
  const { account, problem, faults } = deputy;
  const rest = { name: account };
  const row = (cause: Reason, action: HealthRow['action'] & {}, since: number | null = null): HealthRow[] => [
    failingRow('deputy', 'deputy', reason('health-deputy-idle', { ...cause.params, why: cause.code }), action, { ...rest, since }),
  ];
  const again = { kind: 'test-deputy', target: '' } as const;
  if (problem) {
    if (problem.code === 'vault-locked') return row(problem, { kind: 'unlock-vault', target: '' });
    const isOfAccount = problem.code === 'key-missing' || problem.code === 'over-budget';
    return row(problem, isOfAccount ? { kind: 'open-account', target: account } : { kind: 'open-deputy', target: '' });
  }
  if (faults) {
    // Its account was mended since: the next judgement will tell.
    const isMended = (tests.get(deputy.accountId)?.at ?? 0) > faults.at && tests.get(deputy.accountId)?.failure === null;
    const isRefused = wantsChange.has(faults.fault.code);
    if (isRefused && !isMended) return row(faults.fault, { kind: 'open-account', target: account }, faults.at);
    if (!isRefused && faults.count >= faultsInARow) return row(faults.fault, again, faults.at);
  }
  return [okRow('deputy', 'deputy', reason('health-deputy', { account }), { ...rest, action: again })];
};
