import type { HealthRow } from '#contract/model/health.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { VaultFacts } from './ports.ts';
import { attentionRow, failingRow, okRow } from './row.ts';

const mb = 1024 * 1024;
const lowMb = 1_024;
const fullMb = 200;

export type DiskLevel = 'fine' | 'low' | 'full' | 'unknown';
export const diskLevel = (freeBytes: number | null): DiskLevel =>
  freeBytes === null ? 'unknown' : freeBytes < fullMb * mb ? 'full' : freeBytes < lowMb * mb ? 'low' : 'fine';

/** What the last reading of something as a whole found; null when nobody looked yet. */
export interface Reading<T> {
  readonly at: number;
  readonly found: T;
}
export interface DataFacts {
  readonly dataDir: string;
  readonly freeBytes: number | null;
  readonly databaseBytes: number;
  readonly database: Reading<readonly string[]> | null;
  readonly audit: Reading<{ readonly rows: number; readonly badSeq: number | null }> | null;
  readonly vault: VaultFacts;
  readonly notices: readonly Reason[];
}

/** What is kept on this computer: disk, database, record of decisions, vault, settings, backups. */
export const dataRows = (f: DataFacts): HealthRow[] => [
  diskRow(f),
  ...databaseRows(f),
  auditRow(f.audit),
  vaultRow(f.vault, f.dataDir),
  ...settingsRows(f),
  attentionRow('backup', 'backup', reason('health-backup-none'), { kind: 'copy-path', target: f.dataDir }),
];

const diskRow = ({ freeBytes, dataDir }: DataFacts): HealthRow => {
  const free = Math.round((freeBytes ?? 0) / mb);
  const again = { kind: 'look-again', target: 'disk' } as const;
  switch (diskLevel(freeBytes)) {
    case 'unknown':
      return failingRow('disk', 'disk', reason('health-disk-unknown', { path: dataDir }), again);
    case 'full':
      return failingRow('disk', 'disk', reason('health-disk-full', { mb: free }), again);
    case 'low':
      return attentionRow('disk', 'disk', reason('health-disk-low', { mb: free }), again);
    case 'fine':
      return okRow('disk', 'disk', reason('health-disk', { gb: Math.floor(free / 102.4) / 10 }));
  }
};

const databaseRows = (f: DataFacts): HealthRow[] => {
  const check = { kind: 'check-database', target: '' } as const;
  const size = { mb: Math.max(1, Math.round(f.databaseBytes / mb)) };
  const bad = f.database?.found ?? [];
  const now =
    bad.length > 0
      ? failingRow('database', 'database', reason('health-database-bad', { detail: bad.slice(0, 3).join('; ').slice(0, 300) }), check)
      : f.database
        ? okRow('database', 'database', reason('health-database-whole', size), { since: f.database.at, action: check })
        : okRow('database', 'database', reason('health-database', size), { action: check });
  return [now, ...f.notices.filter(({ code }) => code === 'database-corrupt').map((notice) => lostRow('database', notice))];
};

const settingsRows = ({ notices }: DataFacts): HealthRow[] => {
  const told = notices.filter(({ code }) => code.startsWith('settings-'));
  return told.length > 0 ? told.map((notice) => lostRow('settings', notice)) : [okRow('settings', 'settings', reason('health-settings'))];
};

// Something damaged was put aside at the start: the person is shown where it is.
const lostRow = (subject: 'database' | 'settings', notice: Reason): HealthRow => {
  const kept = notice.params.kept;
  return attentionRow(
    subject,
    `${subject}:start`,
    notice,
    typeof kept === 'string' ? { kind: 'copy-path', target: kept } : { kind: 'look-again', target: subject },
  );
};

const auditRow = (audit: DataFacts['audit']): HealthRow => {
  const check = { kind: 'check-audit', target: '' } as const;
  if (audit === null) return okRow('audit', 'audit', reason('health-audit'), { action: check });
  return audit.found.badSeq === null
    ? okRow('audit', 'audit', reason('health-audit-whole', { rows: audit.found.rows }), { since: audit.at, action: check })
    : failingRow('audit', 'audit', reason('health-audit-bad', { row: audit.found.badSeq }), check, { since: audit.at });
};

const vaultRow = (vault: VaultFacts, dataDir: string): HealthRow => {
  switch (vault.state) {
    case 'ready':
      return okRow('vault', 'vault', reason('health-vault', { entries: vault.entries, slots: vault.slots.join(' or ') }));
    case 'locked':
      return failingRow('vault', 'vault', reason('vault-locked'), { kind: 'unlock-vault', target: '' });
    case 'damaged':
      return failingRow('vault', 'vault', vault.reason ?? reason('vault-damaged'), { kind: 'copy-path', target: `${dataDir}/vault` });
  }
};
