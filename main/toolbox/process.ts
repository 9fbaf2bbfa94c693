/**
 * Entry: the toolbox on stdin and stdout, with a real shell. `--root FOLDER` is the workspace, `--alone` says that no other
 * process shares its PID namespace, `--outlive MS` that it stays for the next host when this one dies, for so long.
 */
import { markVariable, proxyVariable } from '../contract/toolbox/protocol.ts';
import { createWorkspace } from './files/workspace.ts';
import { startProxy } from './network/proxy.ts';
import { createTunnels, type Tunnels } from './network/tunnels.ts';
import { createOperations, type Operations } from './operations.ts';
import { runIfGrepWorker } from './search/grep-worker.ts';
import { serve } from './serve.ts';
import { sessionsOf } from './sessions.ts';
import { createProcessShell } from './shell/process-shell.ts';

const write = (bytes: Uint8Array): void => void process.stdout.write(bytes);

/** The way out belongs to the host of the moment; without one there is none. */
const network = (() => {
  const port = Number(process.env[proxyVariable] ?? 0);
  delete process.env[proxyVariable];
  let current: Tunnels | null = null;
  if (port > 0) startProxy(port, () => current);
  return {
    serveWith: async (input: AsyncIterable<Uint8Array>, operations: Operations): Promise<void> => {
      const tunnels = port > 0 ? createTunnels(write) : null;
      current = tunnels;
      try {
        await serve({ input, write }, operations, tunnels);
      } finally {
        current = null;
      }
    },
  };
})();

/** One host after the other; returns when the pipe has ended or when no host was heard for `outliveMs`. */
const serveHosts = async (operations: Operations, outliveMs: number): Promise<void> => {
  const mark = Buffer.from(process.env[markVariable] ?? '');
  // Commands need not know it.
  delete process.env[markVariable];
  if (mark.length === 0) throw new Error(`${markVariable} is not set`);
  let alone: () => void = () => {};
  const tooLong = new Promise<void>((resolve) => (alone = resolve));
  const timer = setTimeout(() => alone(), outliveMs);
  const all = async (): Promise<void> => {
    for await (const session of sessionsOf(process.stdin, mark, () => timer.refresh())) {
      // Everything before it on stdout was for somebody else.
      write(session.opening);
      await network.serveWith(session, operations).catch((error: unknown) => {
        if (!session.isReplaced) throw error;
      });
    }
  };
  await Promise.race([all(), tooLong]);
  clearTimeout(timer);
};

const main = async (): Promise<void> => {
  const args = process.argv.slice(2);
  const outlive = args.indexOf('--outlive');
  const workspace = createWorkspace(args[args.indexOf('--root') + 1] ?? '/workspace');
  const shell = createProcessShell({ root: workspace.root, alone: args.includes('--alone') });
  const end = (): void => void shell.close().finally(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.stdout.on('error', end); // nobody reads any more
  const operations = createOperations({ shell, workspace, entry: new URL(import.meta.url) });
  try {
    if (outlive < 0) await network.serveWith(process.stdin, operations);
    else await serveHosts(operations, Number(args[outlive + 1]));
  } finally {
    await operations.close();
  }
  process.exit(0);
};

if (!(await runIfGrepWorker())) await main();
