import { homedir } from 'node:os';
import { AppError } from '#contract/errors.ts';
import { runServer } from '../../server/run-server.ts';
import { type CliCommand, type Env, type Invocation, text, UsageError } from '../command.ts';
import { openBrowserOnce } from '../open-browser.ts';
import { startLines } from '../start-lines.ts';

const stopDeadlineMs = 12_000;

const portOf = (call: Invocation): number | undefined => {
  const value = text(call, 'port');
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`"${value}" is not a port.`);
  return port;
};

/** Runs until a signal, `pynchy stop`, or the parent that started it is gone. */
const runUntilStopped = async (
  env: Env,
  port: number | undefined,
  ready: (running: Awaited<ReturnType<typeof runServer>>) => Promise<void>,
): Promise<number> => {
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  // A signal that comes while the host starts counts, too.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
  process.on('disconnect', () => stop());
  process.channel?.unref();
  const running = await runServer({
    home: env.home,
    version: env.version,
    outDir: env.outDir,
    samplesDir: env.samplesDir,
    onStop: () => stop(),
    ...(port === undefined ? {} : { port }),
  });
  const { log } = running.host;
  process.on('unhandledRejection', (reason) =>
    log('error', 'unhandled rejection', { error: String(reason), stack: reason instanceof Error ? reason.stack : null }),
  );
  process.on('uncaughtException', (error) => {
    log('error', 'uncaught exception', { error: error.message, stack: error.stack });
    env.err(
      `Pynchy stopped because of an error: ${error.message}. Unfinished work goes on at the next start; details: ${running.host.paths.logs}`,
    );
    process.exit(1);
  });
  await ready(running);
  // Timers of the host do not keep the process alive; this does, until it is told to stop.
  const alive = setInterval(() => undefined, 2 ** 30);
  await stopped;
  clearInterval(alive);
  const late = setTimeout(() => {
    env.err('Stopping took too long; unfinished work goes on at the next start.');
    process.exit(1);
  }, stopDeadlineMs);
  await running.stop();
  clearTimeout(late);
  return 0;
};

export const serve: CliCommand = {
  name: 'serve',
  usage: 'serve [--port N]',
  summary: 'Run the host without a window',
  options: { port: { type: 'string' } },
  run: (call) =>
    runUntilStopped(call.env, portOf(call), async ({ server }) => {
      if (call.env.json) call.env.out(JSON.stringify({ ready: true, url: server.url, token: server.token, pid: process.pid }));
      else call.env.out(`Pynchy serves ${server.url}   link for a browser: ${server.openLink()}`);
    }),
};

export const start: CliCommand = {
  name: 'start',
  usage: 'start [--port N]',
  summary: 'Run Pynchy and open it in the browser',
  options: { port: { type: 'string' } },
  async run(call) {
    const { env } = call;
    try {
      return await runUntilStopped(env, portOf(call), async (running) => {
        const link = running.server.openLink();
        for (const line of await startLines({ running, link, version: env.version, home: env.home, homeDir: homedir() })) env.out(line);
        openBrowserOnce(link, process.env, !!process.stdout.isTTY);
      });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'host-running') throw error;
      env.err(`Pynchy is running already (process ${error.data.pid}): ${error.data.url}   new link: npm run -s pynchy -- open`);
      return 1;
    }
  },
};
