/** A host to be killed: starts one bubblewrap sandbox with a busy toolbox, says so, and waits. Arguments: dataDir, toolboxDir, root. */
import { createBubblewrap } from '../bubblewrap.ts';

const [dataDir = '', toolboxDir = '', root = ''] = process.argv.slice(2);
const provider = createBubblewrap({ dataDir, log: () => {} });
const started = await provider.start(
  {
    launchId: 'left-behind',
    installId: 'install',
    workspaceId: 'w',
    epoch: 7,
    image: '',
    fingerprint: '',
    outliveMs: 60_000,
    toolboxDir,
    mounts: [{ host: root, inside: '/workspace', write: true }],
    limits: { cpu: 1, memBytes: 2 * 1024 ** 3, pids: 128, diskBytes: 1024 ** 3 },
    env: {},
  },
  new AbortController().signal,
);
process.stdout.write(`${JSON.stringify(started)}\n`);
setInterval(() => {}, 60_000);
