import type { Profile } from '#contract/model/profile.ts';

export interface NetworkSet {
  readonly mode: 'off' | 'allow-list' | 'open';
  readonly hosts: readonly string[];
}

/** What is in force when a workspace's network is set so, and its profile allows at most that. */
export const cappedNetwork = ({ network }: Pick<Profile, 'network'>, set: NetworkSet): NetworkSet => {
  if (network.mode === 'off' || set.mode === 'off') return { mode: 'off', hosts: set.hosts };
  if (network.mode === 'open') return set;
  return set.mode === 'open'
    ? { mode: 'allow-list', hosts: network.hosts }
    : { mode: 'allow-list', hosts: set.hosts.filter(coveredBy(network.hosts)) };
};

/** Whether one entry of a list lies within another list: `*.a.org` covers `x.a.org` and `*.x.a.org`. */
export const coveredBy =
  (most: readonly string[]) =>
  (host: string): boolean =>
    most.some(
      (entry) => entry === host.toLowerCase() || (entry.startsWith('*.') && host.toLowerCase().replace(/^\*/, '').endsWith(entry.slice(1))),
    );
