import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startModel } from './model.ts';
import { withNoise } from './noise.ts';
import { type Row, type TimedRow, tableOf, writeReport } from './report.ts';
import { acceptRows } from './rows/accept.ts';
import { askRows } from './rows/asks.ts';
import { dockerRows } from './rows/docker.ts';
import { firstTextRows } from './rows/first-text.ts';
import { idleRows } from './rows/idle.ts';
import { killCommand, killRows } from './rows/kill.ts';
import { largeRows } from './rows/large.ts';
import { startRows } from './rows/start.ts';
import { whatsappRows } from './rows/whatsapp.ts';
import { windowRows } from './rows/window.ts';

const { values } = parseArgs({
  options: { strict: { type: 'boolean' }, chaos: { type: 'boolean' }, only: { type: 'string' } },
});
const small = process.env.PYNCHY_BENCH_SMALL === '1';
const outFile = fileURLToPath(new URL('../../out/bench.json', import.meta.url));

/** Everything is measured in one run, on data folders that are deleted at the end. */
const run = async (): Promise<TimedRow[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'pynchy-bench-'));
  const model = await startModel();
  try {
    const groups: Readonly<Record<string, () => Promise<Row[]>>> = {
      start: () => startRows(dir),
      idle: () => idleRows(join(dir, 'idle'), model),
      text: () => firstTextRows(join(dir, 'text'), model),
      docker: () => dockerRows(join(dir, 'docker'), model),
      accept: () => acceptRows(dir, model),
      asks: () => askRows(small ? 1_000 : values.only ? 1_000_000 : 20_000),
      large: () => largeRows(dir, model, small),
      whatsapp: () => whatsappRows(dir, model),
      window: () => windowRows(dir, model),
      ...(values.chaos ? { kill: killRows } : {}),
    };
    const wanted = values.only?.split(',') ?? Object.keys(groups);
    const rows: TimedRow[] = [];
    for (const name of wanted) {
      const group = groups[name];
      if (!group) throw new Error(`There is no group "${name}". There are: ${Object.keys(groups).join(', ')}.`);
      process.stderr.write(`measuring: ${name} …\n`);
      const { result, noise } = await withNoise(dir, group);
      rows.push(...result.map((row) => ({ ...row, noise })));
    }
    return rows;
  } finally {
    await model.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

const rows = await run();
const machine = {
  cpu: cpus()[0]?.model ?? '',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  system: `${process.platform} ${release()}`,
  node: process.versions.node,
};
writeReport(outFile, { at: new Date().toISOString(), machine, rows });
console.log(tableOf(rows));
console.log(`\n${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}`);
if (!values.chaos) console.log(`kill -9 at 1000 points is not in this table. Run: npm run bench -- --chaos   or: ${killCommand}`);
const missed = rows.filter((row) => row.ok === false);
if (missed.length > 0) console.log(`${missed.length} budget(s) missed: ${missed.map((row) => row.name).join('; ')}`);
if (missed.length > 0 && values.strict) process.exitCode = 1;
