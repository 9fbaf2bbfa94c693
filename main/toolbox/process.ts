/** Entry: the toolbox on stdin and stdout, with a real shell. `--root FOLDER` is the workspace, `--alone` says that no other process shares its PID namespace. */

import { createWorkspace } from './files/workspace.ts';
import { createOperations } from './operations.ts';
import { runIfGrepWorker } from './search/grep-worker.ts';
import { serve } from './serve.ts';
import { createProcessShell } from './shell/process-shell.ts';

const main = async (): Promise<void> => {
  const args = process.argv.slice(2);
  const workspace = createWorkspace(args[args.indexOf('--root') + 1] ?? '/workspace');
  const shell = createProcessShell({ root: workspace.root, alone: args.includes('--alone') });
  const end = (): void => void shell.close().finally(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  process.stdout.on('error', end); // nobody reads any more
  await serve(
    { input: process.stdin, write: (bytes) => void process.stdout.write(bytes) },
    createOperations({ shell, workspace, entry: new URL(import.meta.url) }),
  );
  process.exit(0);
};

if (!(await runIfGrepWorker())) await main();
