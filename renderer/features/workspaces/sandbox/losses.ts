import type { SandboxPanelView } from '#contract/ui/domains/sandbox.ts';
import { t } from '../../../locales/translate.ts';

const namesOf = (all: readonly string[]): string => {
  const [first = '', second, ...rest] = all.map((name) => (name.length > 60 ? `${name.slice(0, 60)} …` : name));
  if (second === undefined) return first;
  return rest.length === 0 ? `${first}, ${second}` : t('sandbox.andMore', { names: `${first}, ${second}`, n: rest.length });
};

/** What ends with the sandbox. Empty: nothing that anybody would miss. */
export const endsWith = ({ processes, usage }: SandboxPanelView): string[] => [
  ...(usage !== null && usage.calls > 0 ? [t('sandbox.losesCalls')] : []),
  ...(processes !== null && processes.length > 0
    ? [t('sandbox.losesProcesses', { n: processes.length, names: namesOf(processes.map(({ command }) => command)) })]
    : []),
];

/** What a reset takes back besides. */
export const takesBack = ({ network, mounts }: SandboxPanelView): string[] => [
  ...(network.mode === 'off' ? [] : [t('sandbox.losesNetwork')]),
  ...(network.hosts.length > 0 ? [t('sandbox.losesHosts', { n: network.hosts.length, names: namesOf(network.hosts) })] : []),
  ...(mounts.length > 0 ? [t('sandbox.losesMounts', { n: mounts.length, names: namesOf(mounts.map(({ path }) => path)) })] : []),
];
