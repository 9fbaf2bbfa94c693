import type { HealthRow } from '#contract/model/health.ts';
import { reason } from '#contract/model/reason.ts';
import type { ProfileFacts } from './ports.ts';
import { attentionRow, failingRow } from './row.ts';

const codes = { 'last-good': 'health-profile-last-good', locked: 'health-profile-locked' } as const;

/** A row for each stored profile that has faults: what is in force instead, and where it is mended. */
export const profileRows = (profiles: readonly ProfileFacts[]): HealthRow[] =>
  profiles.map(({ id, fault, instead, workspace }) => {
    const row = instead === null ? attentionRow : failingRow;
    const why = reason(instead === null ? 'health-profile-names' : codes[instead], { profile: id, fault });
    return row('profile', `profile:${id}`, why, { kind: 'open-permissions', target: workspace }, { name: id });
  });
