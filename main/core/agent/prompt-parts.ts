import type { PromptParts } from '#contract/model/prompt-parts.ts';
import type { Session, Workspace } from '#contract/model/records.ts';
import { loadContext } from './context.ts';
import type { AgentDeps } from './ports.ts';
import { charsOf, charsPerToken } from './size.ts';
import { systemPrompt } from './system-prompt.ts';

const tokens = (chars: number): number => Math.ceil(chars / charsPerToken);

/** What the next request of a session would be made of, in estimated tokens: measured on the very context that the model gets. */
export const promptParts = async (deps: AgentDeps, o: { session: Session; workspace: Workspace }): Promise<PromptParts> => {
  const { system, tools, transcript } = await loadContext(deps, { turn: { id: '' }, ...o });
  const instructions = systemPrompt(o.workspace, []).length;
  // What tools brought and people sent, apart from what was said.
  const files = transcript.reduce(
    (sum, { role, blocks }) =>
      sum +
      blocks
        .filter(({ type }) => type === 'tool-result' || type === 'image')
        .reduce((part, block) => part + charsOf({ role, blocks: [block] }), 0),
    0,
  );
  const all = transcript.reduce((sum, entry) => sum + charsOf(entry), 0);
  return {
    instructions: tokens(instructions),
    memory: tokens(Math.max(0, system.length - instructions)),
    tools: tokens(JSON.stringify(tools).length),
    files: tokens(files),
    history: tokens(Math.max(0, all - files)),
  };
};
