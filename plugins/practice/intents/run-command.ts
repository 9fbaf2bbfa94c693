import { failureOf } from '../answer/failure.ts';
import { fenced } from '../answer/markdown.ts';
import { readRunOutput } from '../answer/run-output.ts';
import { call, defineIntent, type Move, say } from '../intent.ts';
import { afterOpening } from '../sentence.ts';

const commandOf = (text: string): string | null => {
  const block = /^(?:(?:run|execute|exec)\b[^`\n]*)?```(?:\w*\n)?([\s\S]+?)\n?```[\s.!]*(?:please)?[.!]?$/i.exec(text)?.[1];
  const quoted = /^(?:(?:run|execute|exec)(?: the)?(?: command| shell command)?:? )?`([^`]+)`(?:,? please)?[.!?]*$/i.exec(text)?.[1];
  const plain = /^(?:run|execute|exec)(?: the)?(?: command| shell command)?(?::\s*|\s+)([\s\S]+)$/i
    .exec(text)?.[1]
    ?.replace(/,?(?: please| pls| for me)+[.!?]*$/i, '');
  const prompt = /^\$ ?([\s\S]+)$/.exec(text)?.[1];
  // A few commands are plain enough to stand alone.
  const bare = /^((?:ls|pwd|du|df|env|whoami|date|wc|head|tail)(?: -\S+)*(?: [\w./*-]*[./*-][\w./*-]*)*)$/.exec(text)?.[1];
  return (block ?? quoted ?? plain ?? prompt ?? bare)?.trim() || null;
};

/** One shell command to the letter; a failing one is an answer too. */
export const runCommand = defineIntent<string>({
  id: 'run-command',
  examples: ['run ls', 'Run `ls -la samples`', '`date`', '$ cat samples/notes/todo.md', 'ls -la samples/notes'],
  takesFailures: true,
  match: (sentence) => commandOf(afterOpening(sentence)),
  next: (command, [reply]): Move => {
    if (!reply) return call('run', { command });
    const run = readRunOutput(reply);
    if (!run) return say(failureOf(reply) ?? reply.text);
    const head =
      run.exitCode === 0
        ? 'It worked (exit code 0)'
        : run.exitCode === null
          ? `It did not finish: ${run.ending}`
          : `It failed (${run.ending})`;
    return say(run.output === '' ? `${head}; it printed nothing.` : `${head}:\n\n${fenced(run.output)}`);
  },
});
