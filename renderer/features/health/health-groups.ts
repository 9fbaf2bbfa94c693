import type { HealthRow } from '#contract/model/health.ts';
import type { HealthSubject } from '#contract/model/health-words.ts';

export const healthGroups = ['host', 'data', 'model', 'security', 'sandbox', 'link', 'plugin'] as const;
export type HealthGroup = (typeof healthGroups)[number];

const groupOf: Readonly<Record<HealthSubject, HealthGroup>> = {
  host: 'host',
  memory: 'host',
  clock: 'host',
  versions: 'host',
  settings: 'data',
  disk: 'data',
  database: 'data',
  audit: 'data',
  vault: 'data',
  backup: 'data',
  account: 'model',
  accounts: 'model',
  deputy: 'security',
  profile: 'security',
  sandbox: 'sandbox',
  link: 'link',
  plugin: 'plugin',
  plugins: 'plugin',
};

const rank: Readonly<Record<HealthRow['state'], number>> = { failing: 0, attention: 1, ok: 2 };

/** What does not work or wants a look, the worst first. */
export const inNeed = (rows: readonly HealthRow[]): readonly HealthRow[] =>
  rows.filter(({ state }) => state !== 'ok').sort((a, b) => rank[a.state] - rank[b.state]);

/** Groups in their order, without the empty ones. */
export const grouped = (rows: readonly HealthRow[]): readonly { group: HealthGroup; rows: readonly HealthRow[] }[] =>
  healthGroups.flatMap((group) => {
    const mine = rows.filter((row) => groupOf[row.subject] === group);
    return mine.length > 0 ? [{ group, rows: mine }] : [];
  });

export const countState = (rows: readonly HealthRow[], state: HealthRow['state']): number =>
  rows.filter((row) => row.state === state).length;
