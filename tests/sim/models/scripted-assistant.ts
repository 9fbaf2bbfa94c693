import { setTimeout as delay } from 'node:timers/promises';
import type { Action, Script } from './actions.ts';
import { readConversation } from './conversation.ts';

/**
 * A person can try the product against this: it answers word by word, calls the tool `run` when the last message holds a
 * command in backticks or a fence, and then answers from what the tool said.
 */
export const scriptedAssistant = (wordEveryMs: number): Script =>
  async function* (request) {
    const { lastUserText, results, tools } = readConversation(request);
    if (results.length > 0)
      return yield* speak(`The command is done. It said:\n\n${results.join('\n').slice(0, 2000).trim() || '(nothing)'}`, wordEveryMs);
    const command = commandIn(lastUserText);
    const run = tools.find(({ name }) => name === 'run');
    if (command !== null && run) {
      yield* speak(`I will run \`${command}\`.`, wordEveryMs);
      return yield { do: 'tool', name: 'run', input: { [run.inputNames[0] ?? 'command']: command } };
    }
    if (command !== null) return yield* speak(`I was given no tool \`run\`, so I cannot run \`${command}\`.`, wordEveryMs);
    yield* speak(`I am a scripted model. You said: ${lastUserText.trim().slice(-500) || '(nothing)'}`, wordEveryMs);
  };

async function* speak(text: string, everyMs: number): AsyncGenerator<Action> {
  for (const word of text.match(/\s*\S+/g) ?? []) {
    yield { do: 'text', text: word };
    await delay(everyMs);
  }
}

/** The command in the text: the last fence, else the last pair of backticks, else what follows `run` in quotes. */
export const commandIn = (text: string): string | null => {
  const found =
    [...text.matchAll(/```[a-z]*\n([\s\S]+?)```/g)].at(-1) ??
    [...text.matchAll(/`([^`\n]+)`/g)].at(-1) ??
    /\brun\s+["']([^"'\n]+)["']/i.exec(text);
  return found?.[1]?.trim() || null;
};
