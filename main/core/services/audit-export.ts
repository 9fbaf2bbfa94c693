import type { AuditFilter } from '#contract/ui/domains/audit.ts';
import type { Reader } from '../store/reader.ts';
import type { AuditRow } from '../store/views/audit-rows.ts';
import { csvCell } from './csv-cell.ts';

const pageRows = 500;
const columns = ['seq', 'at', 'actor', 'workspaceId', 'turnId', 'decision', 'rule', 'outcome', 'detail'] as const;

/** The rows that fit as the pieces of one file, newest first: a JSON object for each line, or CSV with a head. */
export async function* exportAudit(
  reader: Pick<Reader, 'auditRows'>,
  o: { readonly filter: AuditFilter; readonly format: 'json' | 'csv' },
  signal: AbortSignal,
): AsyncGenerator<{ text: string; rows: number }> {
  if (o.format === 'csv') yield { text: `${columns.join(',')}\r\n`, rows: 0 };
  let before: number | null = null;
  let rows = 0;
  for (;;) {
    const page: AuditRow[] = await reader.auditRows({ filter: o.filter, before, limit: pageRows });
    if (signal.aborted) return;
    rows += page.length;
    if (page.length > 0) yield { text: page.map(o.format === 'csv' ? csvLine : jsonLine).join(''), rows };
    before = page.at(-1)?.seq ?? null;
    if (page.length < pageRows) return;
  }
}

const shown = (row: AuditRow) => ({ ...row, at: new Date(row.at).toISOString() });
const jsonLine = (row: AuditRow): string => `${JSON.stringify(shown(row))}\n`;
const csvLine = (row: AuditRow): string => `${columns.map((name) => csvCell(shown(row)[name] ?? '')).join(',')}\r\n`;
