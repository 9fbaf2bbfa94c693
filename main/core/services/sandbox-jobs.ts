import { AppError } from '#contract/errors.ts';
import { type Job, type Toolbox, ToolboxError } from '#contract/toolbox/toolbox.ts';
import type { Sandboxes } from '../sandbox/ports.ts';

const answerMs = 10_000;
const logBytes = 100_000;

/** What runs in the background of a workspace's sandbox, as its owner sees and ends it. Never starts a sandbox. */
export const createSandboxJobs = (sandboxes: Pick<Sandboxes, 'running'>) => {
  const must = (id: string): Toolbox => {
    const toolbox = sandboxes.running(id);
    if (toolbox === null) throw new AppError('not-found', { what: 'process', name: id });
    return toolbox;
  };
  return {
    list: async (id: string): Promise<Job[]> => {
      const toolbox = sandboxes.running(id);
      return toolbox?.hello.features.includes('jobs') ? toolbox.jobs(AbortSignal.timeout(answerMs)) : [];
    },
    log: async (id: string, o: { job: string; from: number | null; waitMs: number }) => {
      const read = { from: o.from, maxBytes: logBytes, waitMs: o.waitMs };
      const { data, ...place } = await must(id)
        .jobLog(o.job, read, AbortSignal.timeout(o.waitMs + answerMs))
        .catch(gone(o.job));
      return { text: Buffer.from(data).toString('utf8'), ...place };
    },
    stop: async (id: string, process: string | number): Promise<{ stopped: true }> => {
      const signal = AbortSignal.timeout(answerMs);
      const toolbox = must(id);
      await (typeof process === 'number' ? toolbox.stopProcess(process, signal) : toolbox.stopJob(process, signal)).catch(
        (error: unknown) => {
          if (!(error instanceof ToolboxError && error.code === 'no-process')) throw error;
        },
      );
      return { stopped: true };
    },
  };
};

const gone =
  (name: string) =>
  (error: unknown): never => {
    if (error instanceof ToolboxError && error.code === 'no-process') throw new AppError('not-found', { what: 'process', name });
    throw error;
  };
