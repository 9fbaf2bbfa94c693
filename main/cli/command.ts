import type { ParseArgsConfig } from 'node:util';

export interface Env {
  readonly home: string;
  readonly version: string;
  /** The folder of the checkout or of the installed program. */
  readonly root: string;
  readonly outDir: string;
  readonly samplesDir: string;
  readonly json: boolean;
  out(line: string): void;
  err(line: string): void;
}
export interface Invocation {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
  readonly env: Env;
}
/** One word after `pynchy`. Returns the exit code: 0 done, 1 failed, 2 usage, 3 no host running. */
export interface CliCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Not offered in the help. */
  readonly hidden?: boolean;
  run(call: Invocation): Promise<number>;
}

export class UsageError extends Error {}

export const text = (call: Invocation, name: string): string | undefined => {
  const value = call.values[name];
  return typeof value === 'string' ? value : undefined;
};
export const need = (value: string | undefined, what: string): string => {
  if (value === undefined || value === '') throw new UsageError(`${what} is missing.`);
  return value;
};
/** The result as one JSON line, or as lines for a person. */
export const show = (env: Env, json: unknown, lines: () => readonly string[]): void => {
  if (env.json) env.out(JSON.stringify(json));
  else for (const line of lines()) env.out(line);
};
/** "60s", "2m", "500ms" in ms. */
export const duration = (value: string): number => {
  const match = /^(\d+)(ms|s|m|h)$/.exec(value);
  if (!match?.[1]) throw new UsageError(`"${value}" is not a duration (examples: 500ms, 60s, 2m).`);
  return Number(match[1]) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match[2] as 'ms' | 's' | 'm' | 'h'];
};
