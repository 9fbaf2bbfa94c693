import { isolationText, renderReason } from '#contract/text/render.ts';
import { detectLocalServers } from '../../plugins/first-party.ts';
import type { runServer } from '../server/run-server.ts';

/** What `npm start` prints. A line stands here only when what it offers exists. */
export const startLines = async (o: {
  running: Awaited<ReturnType<typeof runServer>>;
  link: string;
  version: string;
  home: string;
  homeDir: string;
}): Promise<string[]> => {
  const { host } = o.running;
  const home = o.home.startsWith(`${o.homeDir}/`) ? `~${o.home.slice(o.homeDir.length)}` : o.home;
  const row = (what: string, name: string, detail: string): string => `  ${what.padEnd(10)} ${name.padEnd(11)} ${detail}`;
  const sandbox = await host.sandboxInForce('home');
  const lines = [`Pynchy ${o.version}   data: ${home}${host.about.firstStart ? ' (new)' : ''}`];
  lines.push(row('window', 'browser', noTray()));
  lines.push(
    sandbox
      ? row('sandbox', sandbox.provider, isolationText[sandbox.isolation] ?? '')
      : row('sandbox', 'none', 'tools can not run; see: npm run -s pynchy -- doctor'),
  );
  const thinkers = host.thinkers('home');
  if (thinkers.every((t) => t.noAi)) {
    const found = await detectLocalServers(AbortSignal.timeout(500)).catch(() => []);
    const [first] = found;
    lines.push(
      row(
        'model',
        'Practice',
        first
          ? `no key yet; ${first.name} runs here: npm run -s pynchy -- accounts add local --provider openai --base-url ${first.baseUrl}`
          : 'no key yet, and no local model on ports 11434, 1234, 8080',
      ),
    );
  } else lines.push(row('model', thinkers.map((t) => `${t.name} (${t.provider})`).join(', then '), ''));
  for (const notice of host.notices) lines.push(row('notice', '', renderReason(notice)));
  lines.push(`Open  ${o.link}      one use, 10 minutes; new one: npm run -s pynchy -- open`);
  const { port } = new URL(o.link);
  if (process.env.SSH_CONNECTION)
    lines.push(
      `      over SSH: ssh -L ${port}:127.0.0.1:${port} ${process.env.USER ?? 'you'}@${process.env.SSH_CONNECTION.split(' ')[2] ?? 'host'}`,
    );
  lines.push('Stop  Ctrl+C. Nothing is lost; unfinished work goes on at the next start.');
  return lines.map((line) => line.trimEnd());
};

const noTray = (): string =>
  process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
    ? 'no display found (DISPLAY and WAYLAND_DISPLAY are empty), so there is no tray here'
    : 'in your browser; there is no tray in this version';
