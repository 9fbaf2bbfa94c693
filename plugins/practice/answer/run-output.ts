import type { ToolReply } from '../intent.ts';

/** The result of the `run` tool, taken apart. */
export interface RunOutput {
  /** Null when the command did not end by itself; `ending` says why. */
  readonly exitCode: number | null;
  readonly ending: string;
  readonly output: string;
  readonly lines: readonly string[];
}

/** Null when the call never ran (refused, no sandbox, unknown): the reply's text is then the reason. */
export const readRunOutput = (reply: ToolReply): RunOutput | null => {
  const [first = '', ...rest] = reply.text.split('\n');
  const exit = /^exit code (-?\d+)\s*$/.exec(first);
  if (!exit && !/^(?:time-?out|timed out|cancelled|ended by signal)\b/i.test(first)) return null;
  const output = rest.join('\n').replace(/\n+$/, '');
  return { exitCode: exit ? Number(exit[1]) : null, ending: first.trim(), output, lines: output === '' ? [] : output.split('\n') };
};

/** The tab-separated lines of an output that start with `kind`, without it. */
export const rowsOf = (reply: ToolReply | undefined, kind: string): string[][] =>
  (reply ? (readRunOutput(reply)?.lines ?? []) : [])
    .map((line) => line.split('\t'))
    .filter((cells) => cells[0] === kind)
    .map((cells) => cells.slice(1));
