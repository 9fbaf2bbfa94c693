import type { HealthRow } from '#contract/model/health.ts';
import { reason } from '#contract/model/reason.ts';
import { isolationText } from '#contract/text/render.ts';
import type { LinkFacts, PluginFacts, SandboxFacts } from './ports.ts';
import { attentionRow, failingRow, okRow } from './row.ts';

/** Where tools work: a row for each workspace. */
export const sandboxRows = (sandboxes: readonly SandboxFacts[]): HealthRow[] => sandboxes.map(sandboxRow);

const sandboxRow = (s: SandboxFacts): HealthRow => {
  const id = `sandbox:${s.workspaceId}`;
  const rest = { name: s.workspace };
  const restart = { kind: 'restart-sandbox', target: s.workspaceId } as const;
  if (s.state === 'failed') return failingRow('sandbox', id, s.reason ?? reason('sandbox-none'), restart, rest);
  if (s.fault !== null) {
    const row = s.provider === null ? failingRow : attentionRow;
    return row('sandbox', id, s.fault.reason, restart, rest);
  }
  if (s.provider === null)
    return s.choice === 'auto'
      ? failingRow('sandbox', id, reason('no-sandbox-works'), { kind: 'open-plugin', target: 'embedded' }, rest)
      : failingRow(
          'sandbox',
          id,
          reason('health-sandbox-unknown', { sandbox: s.choice }),
          { kind: 'open-workspace', target: s.workspace },
          rest,
        );
  const params = { version: s.version ?? s.provider, isolation: isolationText[s.isolation ?? 'none'] ?? '' };
  return s.state === 'ready'
    ? okRow('sandbox', id, reason('health-sandbox-ready', params), { ...rest, action: restart })
    : okRow('sandbox', id, reason('health-sandbox-idle', params), { ...rest, action: restart });
};

/** What cannot be promised is said before somebody relies on it. */
export const notProvenRows = (names: readonly string[]): HealthRow[] =>
  names.map((name) => okRow('sandbox', `not-proven:${name}`, reason('health-not-proven'), { name }));

const linkCode = {
  live: 'health-link-live',
  unlinked: 'health-link-unlinked',
  pairing: 'health-link-waiting',
  syncing: 'health-link-waiting',
  degraded: 'health-link-degraded',
  conflict: 'health-link-conflict',
  'logged-out': 'health-link-logged-out',
} as const;
const isKnown = (state: string): state is keyof typeof linkCode => state in linkCode;

/** The linked numbers and logins. What every host has (window, terminal, tasks) is left out by whoever gathers. */
export const linkRows = (links: readonly LinkFacts[]): HealthRow[] =>
  links.map((link) => {
    const id = `link:${link.id}`;
    const rest = { name: link.name };
    const open = { kind: 'open-link', target: link.id } as const;
    const state = isKnown(link.state) ? link.state : 'degraded';
    const why = link.reason ?? reason(linkCode[state]);
    if (state === 'live' || state === 'pairing' || state === 'syncing') return okRow('link', id, reason(linkCode[state]), rest);
    return state === 'unlinked' ? attentionRow('link', id, why, open, rest) : failingRow('link', id, why, open, rest);
  });

/** One row for all plugins that run, and one for each that does not. */
export const pluginRows = (plugins: readonly PluginFacts[]): HealthRow[] => [
  okRow('plugins', 'plugins', reason('health-plugins', { count: plugins.filter(({ state }) => state === 'active').length })),
  ...plugins
    .filter(({ state }) => state === 'failed')
    .map((p) =>
      failingRow('plugin', `plugin:${p.id}`, p.reason ?? reason('plugin-failed', { plugin: p.title, detail: '' }), failedPluginAction(p), {
        name: p.title,
      }),
    ),
];

// A manifest that cannot be read does not get better by another start.
const failedPluginAction = (p: PluginFacts) =>
  p.reason?.code === 'plugin-failed'
    ? ({ kind: 'restart-plugin', target: p.id } as const)
    : ({ kind: 'open-plugin', target: p.id } as const);
