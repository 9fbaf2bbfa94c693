import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createBubblewrap } from '../../plugins/embedded/bubblewrap.ts';
import { createJustBash } from '../../plugins/embedded/just-bash.ts';
import { builtToolbox } from './testing/built-toolbox.ts';
import { pipeSuite } from './testing/pipe-suite.ts';
import { asPlainChild, inSandbox } from './testing/placements.ts';
import { runIn } from './testing/under-test.ts';

const log = (): void => {};
const scratch = mkdtempSync(join(tmpdir(), 'pynchy-pipe-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));

const bubblewrap = createBubblewrap({ dataDir: scratch, log });
const probe = await bubblewrap.probe();

pipeSuite({ name: 'as a plain child', place: () => asPlainChild, hasProcesses: true });
pipeSuite({ name: 'in bubblewrap', place: () => inSandbox(bubblewrap), hasProcesses: true, skip: probe.ok ? null : probe.text });
pipeSuite({ name: 'in a just-bash worker', place: () => inSandbox(createJustBash({ log })), hasProcesses: false });

it.skipIf(process.platform !== 'linux')(
  'takes everything with it when its input ends, also what an earlier call left in the background',
  async () => {
    const built = await builtToolbox();
    const placed = await asPlainChild(built.dir, scratch);
    const word = `left-${process.pid}`;
    await runIn(placed.client.toolbox, 'setsid sleep 1000 & sleep 1000 &', { env: { WORD: word } });
    expect((await withEnvironment(`WORD=${word}`)).length).toBe(2);
    await placed.dispose();
    expect(await withEnvironment(`WORD=${word}`)).toEqual([]);
    await built.dispose();
  },
);

const withEnvironment = async (text: string): Promise<string[]> => {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if ((await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).includes(text)) found.push(pid);
  }
  return found;
};
