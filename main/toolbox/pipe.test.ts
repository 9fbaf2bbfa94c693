import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBubblewrap } from '../../plugins/embedded/bubblewrap.ts';
import { createJustBash } from '../../plugins/embedded/just-bash.ts';
import { pipeSuite } from './testing/pipe-suite.ts';
import { asPlainChild, inSandbox } from './testing/placements.ts';

const log = (): void => {};
const bubblewrap = createBubblewrap({ dataDir: mkdtempSync(join(tmpdir(), 'pynchy-bubblewrap-')), log });
const probe = await bubblewrap.probe();

pipeSuite({ name: 'as a plain child', place: () => asPlainChild, hasProcesses: true });
pipeSuite({ name: 'in bubblewrap', place: () => inSandbox(bubblewrap), hasProcesses: true, skip: probe.ok ? null : probe.text });
pipeSuite({ name: 'in a just-bash worker', place: () => inSandbox(createJustBash({ log })), hasProcesses: false });
