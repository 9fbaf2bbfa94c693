import type { Reason } from '#contract/model/reason.ts';
import { pynchyCommand } from '#contract/text/pynchy-command.ts';
import { isolationText, renderParts, renderReason } from '#contract/text/render.ts';
import { detectLocalServers } from '../../plugins/first-party.ts';
import type { RunningServer } from './run-host.ts';

/** What `npm start` prints. A line stands here only when what it offers exists. */
export const startLines = async (o: {
  running: RunningServer;
  /** Why it is the browser. */
  why: string;
  link: string;
  version: string;
  home: string;
  homeDir: string;
}): Promise<string[]> => {
  const { host } = o.running;
  const sandbox = await host.sandboxInForce('home');
  const lines = [`${headLine(o)}${host.about.firstStart ? ' (new)' : ''}`];
  lines.push(row('window', 'browser', o.why));
  lines.push(
    sandbox
      ? row('sandbox', sandbox.provider, `${isolationText[sandbox.isolation] ?? ''}${faultText(host.sandboxFaults()[0]?.reason)}`)
      : row('sandbox', 'none', `tools cannot run; see: ${pynchyCommand()} doctor`),
  );
  const thinkers = host.thinkers('home');
  if (thinkers.every((t) => t.noAi)) {
    const [account] = host.modelAccounts();
    const [first] = account === undefined ? await detectLocalServers(AbortSignal.timeout(500)).catch(() => []) : [];
    lines.push(
      row(
        'model',
        'Practice',
        account !== undefined
          ? `account ${account} is there; home does not use it yet: ${pynchyCommand()} workspaces set home --account ${account}`
          : first
            ? `no key yet; ${first.name} runs here: ${pynchyCommand()} accounts add local --provider openai --base-url ${first.baseUrl}`
            : 'no key yet, and no local model on ports 11434, 1234, 8080',
      ),
    );
  } else lines.push(row('model', thinkers.map((t) => `${t.name} (${t.provider})`).join(', then '), ''));
  for (const notice of host.notices) lines.push(row('notice', '', renderReason(notice)));
  lines.push(`Open  ${o.link}      one use, 10 minutes; new one: ${pynchyCommand()} open`);
  const { port } = new URL(o.link);
  if (process.env.SSH_CONNECTION)
    lines.push(
      `      over SSH: ssh -L ${port}:127.0.0.1:${port} ${process.env.USER ?? 'you'}@${process.env.SSH_CONNECTION.split(' ')[2] ?? 'host'}`,
    );
  lines.push(`Stop  Ctrl+C. Nothing is lost; unfinished work goes on at the next start.${keepRunning}`);
  return lines.map((line) => line.trimEnd());
};

/** What is printed when the app with a tray runs. */
export const desktopLines = (o: { link: string; version: string; home: string; homeDir: string; hasTray: boolean }): string[] => [
  headLine(o),
  o.hasTray
    ? row('window', 'tray', 'closing the window leaves it running; the icon is in the tray')
    : row(
        'window',
        'task bar',
        'this desktop shows no tray icons (stock GNOME; its extension AppIndicator adds them), so closing minimizes',
      ),
  `Open  ${o.link}      one use, 10 minutes; the same in a browser`,
  'Stop  Ctrl+C, or Quit in the tray. Nothing is lost; unfinished work goes on at the next start.',
];

const faultText = (why: Reason | undefined): string => (why === undefined ? '' : `   [${renderParts(why).what.replace(/\.$/, '')}]`);
const headLine = (o: { version: string; home: string; homeDir: string }): string =>
  `Pynchy ${o.version}   data: ${o.home.startsWith(`${o.homeDir}/`) ? `~${o.home.slice(o.homeDir.length)}` : o.home}`;
const row = (what: string, name: string, detail: string): string => `  ${what.padEnd(10)} ${name.padEnd(11)} ${detail}`;
const keepRunning =
  process.platform === 'linux' || process.platform === 'darwin' ? ` Keep running: ${pynchyCommand()} service install` : '';
