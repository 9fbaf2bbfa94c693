import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openBrowserOnce } from '../../main/cli/open-browser.ts';
import { quietConsole } from '../../plugins/whatsapp/quiet-console.ts';
import { startDemo } from './demo.ts';

// `npm run demo`: stays until Ctrl+C. Everything it made is gone then.
quietConsole();
const { values } = parseArgs({ options: { 'phone-port': { type: 'string', default: '0' } } });
const built = (part: string): string => fileURLToPath(new URL(`../../out/${part}`, import.meta.url));
const isTty = !!process.stdout.isTTY;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const demo = await startDemo({
  toolboxDir: built('toolbox'),
  rendererDir: built('renderer'),
  phonePort: Number(values['phone-port']),
  failed: (why) => void process.stderr.write(`The host did not start again: ${why}\n`),
});
say(`Pynchy demo   data: ${demo.home} (removed at the end)`);
say('  WhatsApp   simulated   nothing leaves this computer; Practice answers, no AI');
say(`Phone ${demo.phoneUrl}      simulated phones: this is not WhatsApp`);
say(`App   ${demo.appLink}      one use, 10 minutes; the page of the phones makes new ones`);
say('Stop  Ctrl+C');
for (const link of [demo.appLink, demo.phoneUrl]) openBrowserOnce(link, process.env, isTty);

let isStopping = false;
const stop = (): void => {
  if (isStopping) return;
  isStopping = true;
  void demo.close().then(() => process.exit(0));
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
