import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type GrepMatch, ToolboxError, type ToolboxErrorCode } from '../../contract/toolbox/toolbox.ts';
import { toToolboxError } from '../files/fault.ts';
import { createWorkspace } from '../files/workspace.ts';
import { type GrepRequest, grep } from './grep.ts';

type Answer = { value: { matches: GrepMatch[]; truncated: boolean } } | { code: ToolboxErrorCode; message: string };
const jobName = 'pynchy-grep';
const deadlineMs = 30_000;

/**
 * Searches in a worker of the same bundle, because an expression can take for ever and only a worker can be stopped then.
 * After 30 s it rejects `bad-pattern`.
 */
export const grepInWorker = (
  entry: URL,
  root: string,
  request: GrepRequest,
  signal: AbortSignal,
): Promise<{ matches: GrepMatch[]; truncated: boolean }> => {
  if (signal.aborted) return Promise.reject(new ToolboxError('cancelled', 'cancelled'));
  const worker = new Worker(entry, {
    workerData: { job: jobName, root, request },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  return new Promise<{ matches: GrepMatch[]; truncated: boolean }>((resolve, reject) => {
    const cancel = (): void => reject(new ToolboxError('cancelled', 'cancelled'));
    const deadline = setTimeout(() => reject(new ToolboxError('bad-pattern', 'the search took more than 30 s')), deadlineMs);
    signal.addEventListener('abort', cancel, { once: true });
    worker.once('message', (answer: Answer) => {
      if ('value' in answer) resolve(answer.value);
      else reject(new ToolboxError(answer.code, answer.message));
    });
    worker.once('error', (error) => reject(toToolboxError(error)));
    worker.once('exit', () => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', cancel);
      reject(new ToolboxError('io', 'the search ended without an answer'));
    });
  }).finally(() => worker.terminate());
};

/** Called first by every entry: true when this thread is a search worker, whose work is then done. */
export const runIfGrepWorker = async (): Promise<boolean> => {
  const data = workerData as { job?: string; root: string; request: GrepRequest } | null;
  if (data?.job !== jobName) return false;
  let answer: Answer;
  try {
    answer = { value: await grep(createWorkspace(data.root), data.request, new AbortController().signal) };
  } catch (error) {
    const { code, message } = toToolboxError(error);
    answer = { code, message };
  }
  parentPort?.postMessage(answer);
  return true;
};
