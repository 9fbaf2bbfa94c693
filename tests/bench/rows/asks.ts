import { createWalks } from '../../chaos/asks/walk.ts';
import type { Row } from '../report.ts';

const perStore = 1_000;

/** Interleavings of answers, expiries, restarts, edits and deletions over the real store; one that goes wrong ends the run with its seed. */
export const askRows = async (total: number): Promise<Row[]> => {
  const first = Number(process.env.PYNCHY_SEED ?? 1);
  const counts = { acts: 0, executions: 0, refusals: 0 };
  const began = performance.now();
  for (let from = first; from < first + total; from += perStore) {
    const walks = createWalks();
    try {
      for (let seed = from; seed < Math.min(from + perStore, first + total); seed++) await walks.walk(seed);
    } finally {
      await walks.close();
    }
    counts.acts += walks.counts.acts;
    counts.executions += walks.counts.executions;
    counts.refusals += walks.counts.refusals;
    if ((from - first) % 50_000 === 0) process.stderr.write(`  ${from - first + perStore} of ${total}\n`);
  }
  const seconds = (performance.now() - began) / 1000;
  return [
    {
      name: `${total} interleavings of requests and answers (seeds ${first} to ${first + total - 1})`,
      budget: 'no call twice, none without its approval',
      measured: `0 twice, 0 without; ${counts.executions} calls ran, ${counts.refusals} were refused, ${counts.acts} acts, ${seconds.toFixed(0)} s`,
      peer: '',
      ok: true,
      numbers: { total, ...counts, seconds },
    },
  ];
};
