import { statfsSync } from 'node:fs';
import { renderParts, renderReason } from '#contract/text/render.ts';
import { sandboxViews } from './host.ts';
import type { ApiDeps } from './ports.ts';

export interface Finding {
  readonly id: string;
  readonly ok: boolean;
  readonly text: string;
  readonly next: string | null;
}

const lowDiskBytes = 500 * 1024 * 1024;

/** What a person would check first, each with a sentence and, where it is red, the next thing to do. */
export const runDoctor = async (deps: ApiDeps): Promise<Finding[]> => {
  const findings: Finding[] = [];
  const add = (id: string, ok: boolean, text: string, next: string | null = null): void =>
    void findings.push({ id, ok, text, next: ok ? null : next });

  for (const notice of deps.notices) add('start', false, renderReason(notice), null);
  const disk = statfsSync(deps.about.dataDir);
  const free = disk.bavail * disk.bsize;
  add(
    'disk',
    free > lowDiskBytes,
    `${(free / 1024 ** 3).toFixed(1)} GB free at ${deps.about.dataDir}`,
    'Free some space; below 0.5 GB things begin to fail.',
  );

  const vault = deps.vault.state();
  add(
    'vault',
    vault === 'ready',
    vault === 'ready'
      ? `Vault: ${deps.vault.entries()} secrets, opened by ${deps.vault.slots().join(' or ')}`
      : renderParts({ code: `vault-${vault}`, params: {} }).what,
    renderParts({ code: `vault-${vault}`, params: {} }).next ?? null,
  );

  const { badSeq, rows } = await deps.reader.verifyAudit();
  add(
    'audit',
    badSeq === null,
    badSeq === null ? `Audit log: ${rows} rows hold` : `Audit log: row ${badSeq} does not hold`,
    'Somebody or something changed the database outside Pynchy. Compare it with a backup.',
  );

  for (const s of await sandboxViews(deps))
    add(
      `sandbox:${s.workspace}`,
      s.provider !== null,
      `Workspace ${s.workspace}: ${s.version ?? 'no sandbox'} (${s.sentence})`,
      'Turn on the plugin "Built-in sandboxes", or install bubblewrap.',
    );

  for (const p of deps.plugins.list())
    if (p.state === 'failed')
      add(`plugin:${p.id}`, false, p.reason ? renderReason(p.reason) : p.id, 'Turn it off, or look at: pynchy logs');

  for (const account of deps.accounts.list()) {
    if (account.noAi) {
      add(`account:${account.name}`, true, `Account ${account.name}: Practice, no AI`);
      continue;
    }
    const tested = await deps.accounts.test(account.name, null);
    add(`account:${account.name}`, tested.ok, tested.text, 'Change the account under Accounts.');
  }
  return findings;
};
