import type { ToolReply } from '../intent.ts';
import { fenced, shortened } from './markdown.ts';
import { readRunOutput } from './run-output.ts';

const uncertain = /\bunknown\b|may or may not/i;

/** Why the job ends here, or null when the call went well. Says what is not known to have happened, never more. */
export const failureOf = (reply: ToolReply): string | null => {
  const run = reply.tool === 'run' ? readRunOutput(reply) : null;
  if (run) return run.exitCode === 0 ? null : commandFailure(run.exitCode, run.ending, run.output);
  // A `run` answer without an exit line never ran, whatever its flag says.
  if (!reply.isError && reply.tool !== 'run') return null;
  const why = shortened(reply.text.trim() || 'no reason was given', 400);
  if (uncertain.test(reply.text)) return `I cannot tell whether “${reply.tool}” happened: ${why}\nI did not repeat it.`;
  if (why === 'denied by the owner') return 'You said no, so it was not done.';
  return `That did not work. “${reply.tool}” answered: ${why}`;
};

const commandFailure = (exitCode: number | null, ending: string, output: string): string => {
  const head =
    exitCode === null ? `The command did not finish: ${ending}.` : `That did not work: the command ended with exit code ${exitCode}.`;
  return output === '' ? head : `${head}\n\n${fenced(output)}`;
};

/** The tool is not among those of this workspace. */
export const missingTool = (tool: string, callsMade: number): string =>
  `This needs the tool “${tool}”, and this workspace does not offer it. ${callsMade === 0 ? 'Nothing was done.' : 'I stopped there.'}`;
