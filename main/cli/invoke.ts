import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isAppError } from '#contract/errors.ts';
import { reason } from '#contract/model/reason.ts';
import { renderReason } from '#contract/text/render.ts';
import { dataHome } from '#core/base/paths.ts';
import version from '../../package.json' with { type: 'json' };
import { type Env, UsageError } from './command.ts';
import { commands } from './commands/all.ts';
import { HostGone, NoHost } from './connection.ts';
import { helpText } from './help.ts';

const exit = { done: 0, failed: 1, usage: 2, noHost: 3 } as const;

/** Carries out a command line: words for a person, JSON where asked for. Returns the exit code and never throws. */
export const invoke = async (argv: readonly string[]): Promise<number> => {
  const [name = 'help', ...rest] = argv;
  if (name === 'help' || name === '--help' || name === '-h') return say(helpText(commands), exit.done);
  if (name === '--version' || name === 'version') return say(version.version, exit.done);
  const command = commands.find((c) => c.name === name);
  if (!command) return complain(`There is no command "${name}".\n\n${helpText(commands)}`, exit.usage);
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const wantsJson = rest.includes('--json');
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, ...command.options },
      allowPositionals: true,
    });
    if (values.help) return say(`pynchy ${command.usage}\n\n${command.summary}`, exit.done);
    const env: Env = {
      home: dataHome(),
      version: version.version,
      root,
      outDir: join(root, 'out'),
      samplesDir: join(root, 'resources', 'samples'),
      json: !!values.json,
      out: (line) => void process.stdout.write(`${line}\n`),
      err: (line) => void process.stderr.write(`${line}\n`),
    };
    return await command.run({ values, positionals, env });
  } catch (error) {
    if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS'))
      return complain(`${(error as Error).message}\nUsage: pynchy ${command.usage}`, exit.usage);
    const { code, text } = sentenceOf(error);
    if (wantsJson) process.stdout.write(`${JSON.stringify({ error: { code, text } })}\n`);
    return complain(text, error instanceof NoHost || error instanceof HostGone ? exit.noHost : exit.failed);
  }
};

const sentenceOf = (error: unknown): { code: string; text: string } => {
  if (error instanceof HostGone) return { code: 'host-gone', text: renderReason(reason('host-gone')) };
  if (error instanceof NoHost) return { code: 'no-host', text: renderReason(reason('no-host')) };
  if (isAppError(error)) return { code: error.code, text: renderReason(reason(error.code, error.data)) };
  const data = (error as { data?: { code?: unknown; text?: unknown } }).data;
  if (typeof data?.code === 'string' && typeof data.text === 'string') return { code: data.code, text: data.text };
  return { code: 'internal', text: renderReason(reason('internal', { detail: error instanceof Error ? error.message : String(error) })) };
};
const say = (text: string, code: number): number => {
  process.stdout.write(`${text}\n`);
  return code;
};
const complain = (text: string, code: number): number => {
  process.stderr.write(`${text}\n`);
  return code;
};
