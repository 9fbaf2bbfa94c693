import { type CliCommand, type Invocation, text, UsageError } from '../command.ts';
import { runUntilStopped } from '../run-host.ts';

/** The port of `--port`; undefined: the remembered one. */
export const portOf = (call: Invocation): number | undefined => {
  const value = text(call, 'port');
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`"${value}" is not a port.`);
  return port;
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
