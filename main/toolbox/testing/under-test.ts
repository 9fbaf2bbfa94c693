import type { ExecRequest, ExecResult, Toolbox } from '#contract/toolbox/toolbox.ts';
import type { Placed } from './placements.ts';

/** The toolbox that a suite has placed, and the folder that it works in. */
export interface UnderTest {
  readonly root: string;
  readonly toolbox: Toolbox;
  readonly placed: Placed;
  /** False for the interpreter: no processes, so no jobs to kill and output only at the end. */
  readonly hasProcesses: boolean;
  /** Who the commands inside are, when this test is root: what a person puts into the folder belongs to them. */
  readonly owner: number | undefined;
}
export interface Ran extends ExecResult {
  readonly stdout: string;
  readonly stderr: string;
}

export const never = new AbortController().signal;
let calls = 0;

/** Runs a command and collects what it prints. */
export const runIn = async (toolbox: Toolbox, command: string, more: Partial<ExecRequest> = {}, signal = never): Promise<Ran> => {
  const out = { stdout: '', stderr: '' };
  const request = { callId: `call-${process.pid}-${++calls}`, command, timeoutMs: 20_000, ...more };
  const result = await toolbox.exec(
    request,
    (stream, text) => {
      out[stream] += text;
    },
    signal,
  );
  return { ...result, ...out };
};

/** The code of a failure, or that there was none. */
export const failure = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no failure',
    (error: { code?: string }) => error.code,
  );
