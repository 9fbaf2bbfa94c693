import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Noise } from './noise.ts';

/** One line of the table. `ok` is null when the row has no budget: it is there to be looked at. */
export interface Row {
  readonly name: string;
  readonly budget: string;
  readonly measured: string;
  readonly peer: string;
  readonly ok: boolean | null;
  /** The numbers behind `measured`, by name with their unit. */
  readonly numbers: Readonly<Record<string, number>>;
}
export interface TimedRow extends Row {
  readonly noise: Noise;
}
export interface Report {
  readonly at: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly rows: readonly TimedRow[];
}

// Above this share of waiting, a miss says more about the machine than about us; --strict counts it all the same.
const noisyWait = 0.2;
const verdict = ({ ok, noise }: TimedRow): string =>
  ok === null ? '-' : ok ? 'ok' : (noise.cpuWait ?? 0) > noisyWait ? 'MISSED (noisy)' : 'MISSED';
const noiseText = ({ cpuWait, cpuSpread, fsyncSpread }: Noise): string =>
  `${cpuWait === null ? '' : `waited ${(cpuWait * 100).toFixed(0)} %, `}cpu x${cpuSpread.toFixed(1)}, fsync x${fsyncSpread.toFixed(1)}`;

/** The rows as a table for a terminal or a Markdown page. */
export const tableOf = (rows: readonly TimedRow[]): string => {
  const lines = [
    ['what', 'budget', 'measured', 'peer', 'verdict', 'noise'],
    ...rows.map((r) => [r.name, r.budget, r.measured, r.peer, verdict(r), noiseText(r.noise)]),
  ];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const text = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  text.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return text.join('\n');
};

export const writeReport = (file: string, report: Report): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
};
