import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fillHome } from '../fill-home.ts';
import { startHost } from '../host.ts';
import type { Row } from '../report.ts';
import { ms, p50, timed } from '../stats.ts';

const starts = 7;

/** From the start of the process to the line that says ready: on new homes, and on one with a past. */
export const startRows = async (dir: string): Promise<Row[]> => {
  const bare: number[] = [];
  for (let n = 0; n < starts; n++) bare.push(await timed(() => once(spawn(process.execPath, ['-e', '0']), 'exit')));
  const fresh: number[] = [];
  for (let n = 0; n < starts; n++) fresh.push(await startAndStop(join(dir, `new-${n}`)));
  const { home, messages } = fillHome(join(dir, 'used'), { messages: 100_000, chats: 50 });
  const used: number[] = [];
  for (let n = 0; n < starts; n++) used.push(await startAndStop(home));
  const row = (name: string, samples: readonly number[]): Row => ({
    name,
    budget: '<= 1000 ms',
    measured: `p50 ${ms(p50(samples))}, max ${ms(Math.max(...samples))}`,
    peer: `bare node p50 ${ms(p50(bare))}`,
    ok: Math.max(...samples) <= 1000,
    numbers: { p50Ms: p50(samples), maxMs: Math.max(...samples), bareNodeP50Ms: p50(bare), samples: samples.length },
  });
  return [row('start to accepting input, new home', fresh), row(`start to accepting input, ${messages} messages`, used)];
};

const startAndStop = async (home: string): Promise<number> => {
  const host = await startHost(home);
  await host.stop();
  return host.startMs;
};
