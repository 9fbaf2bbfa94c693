import { createHost } from '#core/app/create-host.ts';
import { pluginsWith } from './quick.ts';

// A host on the simulated server in a process of its own, for tests that kill it: home, address of the server, toolbox.
const [home = '', serverUrl = '', toolboxDir = ''] = process.argv.slice(2);
await createHost({ home, version: '0.0.0-test', firstParty: pluginsWith(serverUrl), toolboxDir, samplesDir: null });
process.stdout.write('ready\n');
// It lives until it is killed, or nobody is left to kill it.
process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
