import { stat } from 'node:fs/promises';
import { fileLimitBytes, type Op, type OpName, type OpOf, type OpResult } from '../contract/toolbox/protocol.ts';
import { ToolboxError, type ToolboxHello } from '../contract/toolbox/toolbox.ts';
import type { CallChannel } from './call.ts';
import { listDir, remove } from './files/list-dir.ts';
import { makeFolder, move } from './files/move.ts';
import { readFile } from './files/read-file.ts';
import type { Workspace } from './files/workspace.ts';
import { writeFile } from './files/write-file.ts';
import { glob } from './search/glob.ts';
import { grepInWorker } from './search/grep-worker.ts';
import type { Jobs } from './shell/jobs.ts';
import type { Shell } from './shell/shell.ts';

/** What a toolbox can do, whatever pipe asks for it. */
export interface Operations {
  hello(): Promise<Omit<ToolboxHello, 'version'>>;
  run(op: Op, call: CallChannel): Promise<OpResult<OpName>>;
  close(): Promise<void>;
}

const done: Record<string, never> = {};

/** `entry` is the bundle that is running: searches start it again as a worker. */
export const createOperations = (parts: { shell: Shell; workspace: Workspace; entry: URL }): Operations => {
  const { shell, workspace } = parts;
  let writes: Promise<unknown> = Promise.resolve();
  /** One at a time, so that a hash that was compared is still true when the file is moved into place. */
  const inTurn = <T>(write: () => Promise<T>): Promise<T> => {
    const result = writes.then(write);
    writes = result.catch(() => {});
    return result;
  };

  /** Relative to the workspace; it exists. */
  const folderOf = async (told: string | undefined): Promise<string> => {
    const folder = await workspace.real(told ?? '.');
    if (!(await stat(folder)).isDirectory()) throw new ToolboxError('not-directory', `not-directory: ${told}`);
    return folder.slice(workspace.root.length + 1);
  };
  const jobs = (): Jobs => {
    if (shell.jobs === null) throw new ToolboxError('bad-request', 'nothing can run in the background here');
    return shell.jobs;
  };

  const exec = async (op: OpOf<'exec'>, call: CallChannel): Promise<OpResult<'exec'>> => {
    const cwd = await folderOf(op.cwd);
    const stdin = await call.uploaded();
    const request = { ...op, cwd, env: op.env ?? {}, stdin };
    return shell.run(request, (stream, bytes) => call.send({ type: 'output', stream }, bytes), call.signal);
  };

  const write = async (op: OpOf<'writeFile'>, call: CallChannel): Promise<OpResult<'writeFile'>> => {
    if (op.upload > fileLimitBytes) throw new ToolboxError('too-large', `too-large: ${op.path}`);
    const data = await call.uploaded();
    return inTurn(() => writeFile(workspace, { path: op.path, data, expectHash: op.expectHash }, call.signal));
  };

  return {
    hello: async () => ({ kind: shell.kind, features: shell.features, missing: await shell.missing() }),
    run: async (op, call) => {
      switch (op.op) {
        case 'exec':
          return exec(op, call);
        case 'readFile':
          return readFile(workspace, op, (bytes) => call.send({ type: 'data' }, bytes), call.signal);
        case 'writeFile':
          return write(op, call);
        case 'glob':
          return glob(workspace, op, call.signal);
        case 'grep':
          return grepInWorker(parts.entry, workspace.root, { ...op, glob: op.glob }, call.signal);
        case 'list':
          return listDir(workspace, op.path, call.signal);
        case 'processes':
          return { processes: await shell.processes() };
        case 'startJob':
          return { job: await jobs().start({ command: op.command, cwd: await folderOf(op.cwd) }) };
        case 'jobs':
          return { jobs: jobs().list() };
        case 'jobLog': {
          const { data, ...read } = await jobs().log(op, call.signal);
          await call.send({ type: 'data' }, data);
          return read;
        }
        case 'stopJob':
          return jobs().stop(op.job);
        case 'stopProcess':
          await shell.stopProcess(op.pid);
          return done;
        case 'remove':
          await inTurn(() => remove(workspace, op.path));
          return done;
        case 'move':
          await inTurn(() => move(workspace, op.path, op.to));
          return done;
        case 'makeFolder':
          await inTurn(() => makeFolder(workspace, op.path));
          return done;
      }
    },
    close: () => shell.close(),
  };
};
