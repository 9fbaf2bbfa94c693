/** Runs one command in bubblewrap as whoever starts this, and prints how it went. Arguments: a writable folder, toolboxDir. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectToolbox } from '../../../main/core/sandbox/client.ts';
import { createBubblewrap } from '../bubblewrap.ts';

const [home = '', toolboxDir = ''] = process.argv.slice(2);
const root = join(home, 'workspace');
mkdirSync(root);
const never = new AbortController().signal;
const provider = createBubblewrap({ dataDir: join(home, 'data'), log: () => {} });
const probe = await provider.probe();
const limits = { cpu: 1, memBytes: 2 * 1024 ** 3, pids: 64, diskBytes: 1024 ** 3 };
const mounts = [{ host: root, inside: '/workspace', write: true }];
const spec = {
  launchId: 'ordinary',
  installId: 'install',
  workspaceId: 'w',
  epoch: 1,
  image: '',
  fingerprint: '',
  outliveMs: 60_000,
  toolboxDir,
  mounts,
  limits,
  env: {},
};
const started = await provider.start(spec, never);
if (!started.ok) throw new Error(started.text);
const open = (input: AsyncIterable<Uint8Array>, signal: AbortSignal) => provider.open('ordinary', input, signal);
const { toolbox } = await connectToolbox({ open, nonce: 'n', helloMs: 10_000, stuckMs: 1_000, pingMs: 15_000, onStuck: () => {} }, never);
let stdout = '';
// More processes than the limit allows: the fork must fail, and the sandbox must survive it.
const command = `touch x; id -u | tr '\\n' ' '; sh -c 'for i in $(seq 100); do sleep 5 & done' 2>/dev/null || echo limited`;
const { exitCode } = await toolbox.exec(
  { callId: 'c', command, timeoutMs: 20_000 },
  (stream, text) => {
    if (stream === 'stdout') stdout += text;
  },
  never,
);
const stopped = await provider.stop('ordinary', 500);
process.stdout.write(JSON.stringify({ probe, exitCode, stdout, stopped }));
