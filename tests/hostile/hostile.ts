import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildToolbox } from '../../build/toolbox.ts';
import { buildOpenToolbox } from './defences-off/open-toolbox.ts';
import { secondLayers } from './defences-off/second-layers.ts';
import { carryOutPart, type GroupRow, parts } from './suite.ts';
import { byCategory } from './table.ts';

// `npm run hostile`: every attack against the product and against the build without its defences; prints both.
const mustSucceed = 140;
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const dir = mkdtempSync(join(tmpdir(), 'pynchy-hostile-'));
symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(dir, 'node_modules'));
const toolbox = (name: string): string => join(dir, name);
for (const name of ['closed', 'open']) mkdirSync(toolbox(name));
await buildToolbox(toolbox('closed'));
await buildOpenToolbox(toolbox('open'));

const began = performance.now();
const run = async (isDefended: boolean) => {
  const rows: GroupRow[] = [];
  const faults: string[] = [];
  let cpuSeconds = 0;
  for (const part of parts) {
    const carried = await carryOutPart(part, {
      isDefended,
      toolboxDir: toolbox(isDefended ? 'closed' : 'open'),
      ...(values.only ? { only: values.only } : {}),
    });
    rows.push(...carried.rows);
    faults.push(...carried.faults);
    cpuSeconds += carried.cpuSeconds;
  }
  return { rows, faults, cpuSeconds };
};
try {
  const [defended, undefended] = [await run(true), await run(false)];
  const without = new Map(undefended.rows.map((row) => [row.id, row]));
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  for (const row of defended.rows) {
    const mark = row.fault === null ? '' : `   FAULT: ${row.fault}`;
    say(`${row.id.padEnd(9)} ${row.verdict.padEnd(8)} ${without.get(row.id)?.won ? 'succeeds' : 'held    '}  ${row.goal}${mark}`);
  }
  say('');
  for (const line of byCategory(defended.rows, undefended.rows)) say(line);
  const failing = defended.rows.filter(({ fault }) => fault !== null);
  const succeeded = undefended.rows.filter(({ won }) => won);
  say('');
  say(
    `With its defences: ${defended.rows.length - failing.length} of ${defended.rows.length} held off as expected, ${defended.rows.filter(({ won }) => won).length} succeeded.`,
  );
  say(`Without them: ${succeeded.length} of ${undefended.rows.length} succeeded.`);
  const held = undefended.rows.filter(({ won }) => !won).map(({ id }) => id);
  say('Held all the same, by a second layer:');
  for (const id of held) say(`  ${id.padEnd(9)} ${secondLayers[id] ?? 'FAULT: nobody knows by what'}`);
  const needless = succeeded.filter(({ id }) => id in secondLayers).map(({ id }) => id);
  if (needless.length > 0) say(`FAULT: these have a second layer in the table, and succeeded: ${needless.join(', ')}`);
  say(
    `${((performance.now() - began) / 1000).toFixed(0)} s; ${(defended.cpuSeconds + undefended.cpuSeconds).toFixed(0)} s of processor time in the hosts`,
  );
  for (const fault of defended.faults) say(`FAULT: ${fault}`);
  const isWhole = values.only === undefined;
  const isKnown = needless.length === 0 && held.every((id) => id in secondLayers);
  process.exitCode = failing.length > 0 || !isKnown || defended.faults.length > 0 || (isWhole && succeeded.length < mustSucceed) ? 1 : 0;
} finally {
  rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
}
