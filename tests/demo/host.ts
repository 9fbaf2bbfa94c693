import { createHost } from '#core/app/create-host.ts';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { pluginsWith, quickTiming } from '../sim/whatsapp/quick.ts';

// The demo's host in a process of its own, which can be killed: the product on a simulated WhatsApp server. It lives as long as
// its parent. Arguments: data folder, address of the simulated server, address of its files, folders of the
// built toolbox and window, root of the checkout.
const [home = '', serverUrl = '', mediaHost = '', toolboxDir = '', rendererDir = '', root = ''] = process.argv.slice(2);
const host = await createHost({
  home,
  version: 'demo',
  firstParty: pluginsWith(serverUrl, { ...quickTiming, keepAliveMs: 2_000, silenceMs: 6_000, pairingsMax: 50 }, mediaHost),
  toolboxDir,
  samplesDir: `${root}/resources/samples`,
  programDir: root,
  recipeDir: `${root}/resources/sandbox`,
  containerRuntime: process.env.CONTAINER_RUNTIME,
});
// Practice answers here; who should think is not asked.
host.settings.set('window', { ...host.settings.get().window, welcome: 'later' });
const stop = async (): Promise<void> => {
  await server.close();
  await host.stop();
  process.exit(0);
};
const server = await serveLoopback({ host, rendererDir, onStop: () => void stop() });
process.stdout.write(`${JSON.stringify({ ready: true, url: server.url, link: server.openLink() })}\n`);
process.stdin.resume();
process.stdin.once('end', () => void stop());
// The parent closes the line when it wants this to end; Ctrl+C in a terminal reaches both.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
