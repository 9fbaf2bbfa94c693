import { forbidMemoryDumps } from '#core/base/no-memory-dumps.ts';
import { runServer } from '../server/run-server.ts';
import type { Env } from './command.ts';

const stopDeadlineMs = 12_000;

export type RunningServer = Awaited<ReturnType<typeof runServer>>;

/** Runs until a signal, `pynchy stop`, or the parent that started it is gone. */
export const runUntilStopped = async (
  env: Env,
  port: number | undefined,
  ready: (running: RunningServer, stop: () => void) => Promise<void>,
): Promise<number> => {
  forbidMemoryDumps();
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
  await ready(running, () => stop());
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
