import { z } from 'zod';
import type { Job, RunningProcess, Toolbox } from '#contract/toolbox/toolbox.ts';
import { defineTool } from './define.ts';
import { privateFiles, type SandboxToolDeps, workIn } from './in-sandbox.ts';
import { shorten } from './output.ts';
import { type AgentTool, noFlows, type ToolOutcome } from './tool.ts';

const logBytes = 100_000;
const name = z
  .string()
  .regex(/^p\d{1,9}$/)
  .describe('As process_list names it, e.g. p1');
const none: ToolOutcome = { ok: false, text: 'Nothing can run in the background in this sandbox: run the command and wait for it.' };
const hasJobs = (toolbox: Toolbox): boolean => toolbox.hello.features.includes('jobs');

/** `run` with background=true. */
export const startInBackground = async (toolbox: Toolbox, command: string, signal: AbortSignal): Promise<ToolOutcome> => {
  if (!hasJobs(toolbox)) return none;
  const started = await toolbox.startJob({ command }, signal);
  return {
    ok: true,
    text: `started as ${started}. process_log reads its output, process_stop ends it. It ends with the sandbox, which stops when nothing was called in it for some minutes.`,
  };
};

/** What runs in the background of the sandbox: seen, read and ended. */
export const processTools = (deps: SandboxToolDeps): AgentTool[] => {
  const inSandbox = workIn(deps);
  return [
    defineTool({
      name: 'process_list',
      description: 'List the commands that were started in the background, and processes that other commands left running.',
      schema: z.object({}),
      tier: 'read',
      flows: privateFiles,
      effect: 'none',
      readsFiles: true,
      run: (_, context, signal) =>
        inSandbox(context, signal, async (toolbox) => {
          const [jobs, processes] = await Promise.all([hasJobs(toolbox) ? toolbox.jobs(signal) : [], toolbox.processes(signal)]);
          const lines = [...jobs.map(jobLine), ...processes.filter(({ job }) => job === null).map(processLine)];
          if (lines.length === 0) return { ok: true, text: 'nothing runs' };
          return { ok: true, text: lines.join('\n'), source: { what: 'Processes of this workspace' } };
        }),
    }),
    defineTool({
      name: 'process_log',
      description: 'Read what a command in the background has printed: its end, or from a byte on. With wait_s it waits for something new.',
      schema: z.object({
        process: name,
        from: z.number().int().min(0).optional().describe('Byte to start at; left out: the end'),
        wait_s: z.number().int().min(0).max(120).default(0),
      }),
      tier: 'read',
      flows: (workspace) => ({ ...privateFiles, untrustedSource: deps.isNetworked(workspace.id) }),
      effect: 'none',
      readsFiles: true,
      run: (input, context, signal) =>
        inSandbox(context, signal, async (toolbox) => {
          if (!hasJobs(toolbox)) return none;
          const read = { from: input.from ?? null, maxBytes: logBytes, waitMs: input.wait_s * 1_000 };
          const { data, from, next, state } = await toolbox.jobLog(input.process, read, signal);
          const { text, blob } = shorten(context.hide(Buffer.from(data).toString('utf8')), deps.blobs);
          const head = `${input.process} ${state === 'running' ? 'runs' : 'has ended'}; bytes ${from} to ${next}, read on with from=${next}`;
          return { ok: true, head, text, source: { what: 'Output of a command' }, outputBlob: blob };
        }),
    }),
    defineTool({
      name: 'process_stop',
      description: 'End a command in the background with everything that it started, or one process by its number.',
      schema: z.object({ process: z.union([name, z.number().int().min(1)]) }),
      tier: 'write',
      flows: noFlows,
      effect: 'idempotent',
      run: (input, context, signal) =>
        inSandbox(context, signal, async (toolbox) => {
          if (typeof input.process === 'number') {
            await toolbox.stopProcess(input.process, signal);
            return { ok: true, text: `ended ${input.process}` };
          }
          if (!hasJobs(toolbox)) return none;
          const { clean } = await toolbox.stopJob(input.process, signal);
          return {
            ok: true,
            text: clean ? `ended ${input.process}` : `ended ${input.process}; the sandbox was ended, for some of it survived`,
          };
        }),
    }),
  ];
};

const jobLine = (job: Job): string => {
  const state = job.state === 'running' ? 'runs' : job.signal !== null ? `ended by ${job.signal}` : `exit code ${job.exitCode}`;
  return `${job.job}: ${state}, ${job.seconds} s, ${job.logBytes} bytes printed: ${job.command}`;
};
const processLine = (one: RunningProcess): string => `process ${one.pid}: ${one.seconds} s: ${one.command}`;
