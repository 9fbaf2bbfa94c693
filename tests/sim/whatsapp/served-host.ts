import { createHost } from '#core/app/create-host.ts';
import { serveLoopback } from '../../../main/server/serve-loopback.ts';
import { type Census, takeCensus } from './census.ts';
import { pluginsWith, quickTiming } from './quick.ts';

// The product on a simulated server with its API, in a process that can be killed and counted; it writes faster than a real
// network would take it. Arguments: data folder, address of the server, folder of the toolbox, "usual" for the product's times.
const [home = '', serverUrl = '', toolboxDir = '', times = 'quick'] = process.argv.slice(2);
const rate = { perSecond: 200, burst: 200 };
const quick = { ...quickTiming, connectMs: 5_000, syncMs: 8_000, keepAliveMs: 1_000, silenceMs: 4_000, pairingsMax: 1_000 };
const host = await createHost({
  home,
  version: '0.0.0-test',
  firstParty: pluginsWith(serverUrl, times === 'usual' ? {} : times === 'day' ? { ...quick, retryBaseMs: 20, stableMs: 0 } : quick),
  toolboxDir,
  samplesDir: null,
  outboxTiming: { perConnection: rate, perChat: rate, ...(times === 'usual' ? {} : { ackMs: 1_500, baseMs: 150, capMs: 1_000 }) },
});
const server = await serveLoopback({ host, rendererDir: home, onStop: () => undefined });
process.stdout.write(`${JSON.stringify({ ready: true, url: server.url, token: server.token, pid: process.pid })}\n`);
process.on('message', () => process.send?.(takeCensus() satisfies Census));
process.once('disconnect', () => process.exit(0));
