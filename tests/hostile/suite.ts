import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Row } from './attack.ts';

export interface GroupRow extends Row {
  readonly group: string;
}
export interface Carried {
  readonly rows: readonly GroupRow[];
  /** What nobody caught, and how the process ended when it did not end well. */
  readonly faults: readonly string[];
  /** Processor time of the process and what it waited for, in seconds. */
  readonly cpuSeconds: number;
}
export interface Part {
  readonly groups: string;
  /** Defences that stay, in the build without: what is tried stands behind them. */
  readonly keep: string;
}

/** The whole suite. Behind a gate that never asks, nothing could be said about requests: there it goes on asking. */
export const parts: readonly Part[] = [
  { groups: 'window,deputy,imports,last-stand', keep: '' },
  { groups: 'approvals,phones', keep: 'decide,emergency' },
];

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Carries out a part in a process of its own: on the product, or on the build without its defences. */
export const carryOutPart = (
  part: Part,
  o: { isDefended: boolean; toolboxDir: string; only?: string; told?: (row: GroupRow) => void },
): Promise<Carried> =>
  new Promise((resolve, reject) => {
    const off = o.isDefended ? [] : ['--import', './tests/hostile/defences-off/register.ts'];
    const args = [
      '--disable-warning=ExperimentalWarning',
      ...off,
      'tests/hostile/run.ts',
      '--toolbox',
      o.toolboxDir,
      '--group',
      part.groups,
    ];
    const child = spawn(process.execPath, [...args, ...(o.only === undefined ? [] : ['--only', o.only])], {
      cwd: root,
      env: { ...process.env, PYNCHY_HOSTILE_KEEP: part.keep },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const rows: GroupRow[] = [];
    const faults: string[] = [];
    let cpuSeconds = 0;
    let errors = '';
    let rest = '';
    const read = (line: string): void => {
      const said = JSON.parse(line) as GroupRow | { fault: string } | { cpuSeconds: number };
      if ('id' in said) {
        rows.push(said);
        o.told?.(said);
      } else if ('fault' in said) faults.push(said.fault);
      else cpuSeconds = said.cpuSeconds;
    };
    child.stdout.on('data', (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split('\n');
      rest = lines.pop() ?? '';
      lines.filter((line) => line.startsWith('{')).forEach(read);
    });
    child.stderr.on('data', (bytes: Buffer) => (errors = (errors + bytes.toString()).slice(-4_000)));
    child.once('error', reject);
    child.once('close', (code, killed) => {
      if (code !== 0) faults.push(`the process ended with ${killed ?? code}: ${errors}`);
      resolve({ rows, faults, cpuSeconds });
    });
  });
