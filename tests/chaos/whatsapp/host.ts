import { createHost } from '#core/app/create-host.ts';
import { serveLoopback } from '../../../main/server/serve-loopback.ts';
import { pluginsWith, quickTiming } from '../../sim/whatsapp/quick.ts';

// The product on a simulated server, in a process that can be killed anywhere; people write faster here than a network would
// take it. Arguments: data folder, address of the server, folder of the toolbox.
const [home = '', serverUrl = '', toolboxDir = ''] = process.argv.slice(2);
const rate = { perSecond: 200, burst: 200 };
const host = await createHost({
  home,
  version: '0.0.0-test',
  firstParty: pluginsWith(serverUrl, { ...quickTiming, connectMs: 5_000, syncMs: 8_000, pairingsMax: 1_000 }),
  toolboxDir,
  samplesDir: null,
  outboxTiming: { ackMs: 1_500, baseMs: 150, capMs: 1_000, perConnection: rate, perChat: rate },
});
const server = await serveLoopback({ host, rendererDir: home, onStop: () => undefined });
process.stdout.write(`${JSON.stringify({ ready: true, url: server.url, token: server.token, pid: process.pid })}\n`);
process.once('disconnect', () => process.exit(0));
