import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Row } from '../report.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const command = ['vitest', 'run', '-c', 'build/vitest.config.ts', 'tests/chaos'];

/** How a person runs it alone. */
export const killCommand = `PYNCHY_SEEDS=1000 npx ${command.join(' ')}`;

/** kill -9 at 1,000 points, judged by the chaos suite itself. */
export const killRows = async (): Promise<Row[]> => {
  if (!existsSync(`${root}tests/chaos`)) throw new Error('there is no chaos suite in this tree');
  const began = performance.now();
  const child = spawn('npx', command, { cwd: root, stdio: 'inherit', env: { ...process.env, PYNCHY_SEEDS: '1000' } });
  const [code] = (await once(child, 'exit')) as [number | null];
  const minutes = (performance.now() - began) / 60_000;
  return [
    {
      name: 'kill -9 at 1000 points of a busy run',
      budget: '0 lost, 0 second answers, 0 repeated effects',
      measured: code === 0 ? `held, ${minutes.toFixed(1)} min` : `failed with ${code}`,
      peer: '',
      ok: code === 0,
      numbers: { minutes },
    },
  ];
};
