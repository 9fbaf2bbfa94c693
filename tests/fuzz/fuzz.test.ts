import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { toolboxDir } from '../harness/built.ts';

// PYNCHY_FUZZ=20000 for more; PYNCHY_FUZZ_SEED repeats a run.
const n = Number(process.env.PYNCHY_FUZZ ?? 300);
const seed = Number(process.env.PYNCHY_FUZZ_SEED ?? Date.now() % 1_000_000);

const fuzz = (target: string): Promise<{ cases: number; faults: string[] }> =>
  new Promise((resolve, reject) => {
    const electron =
      target === 'shell-calls' ? ['--import', fileURLToPath(new URL('../harness/electron/register.mjs', import.meta.url))] : [];
    const args = ['--disable-warning=ExperimentalWarning', ...electron, fileURLToPath(new URL('run.ts', import.meta.url))];
    const child = spawn(
      process.execPath,
      [...args, '--target', target, '--seed', String(seed), '--n', String(n), '--toolbox', toolboxDir()],
      {
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      },
    );
    let told = '';
    let errors = '';
    child.stdio[3]?.on('data', (bytes: Buffer) => (told += bytes.toString()));
    child.stderr?.on('data', (bytes: Buffer) => (errors = (errors + bytes.toString()).slice(-2_000)));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(JSON.parse(told)) : reject(new Error(`seed ${seed}: ended with ${code}: ${errors}`)),
    );
  });

it.each(['deep-links', 'command-line', 'calls', 'sockets', 'shell-calls'])(
  'neither crashes nor lets anything out: %s',
  async (target) => {
    console.log(`fuzz ${target}: seed ${seed}, ${n} cases`);
    const { cases, faults } = await fuzz(target);
    expect(faults, `seed ${seed}`).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(n);
  },
  600_000,
);
