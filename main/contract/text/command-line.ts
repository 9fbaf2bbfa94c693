import type { CommandEffect } from '../command-line/effects.ts';
import { explainCommand } from '../command-line/explain.ts';
import { visible } from './visible.ts';

const deeds: Readonly<Record<Exclude<CommandEffect, 'unknown'>, string>> = {
  network: 'reach the network',
  outside: 'change files outside the workspace',
  permissions: 'change permissions',
  delete: 'delete files',
  starts: 'start other programs',
  write: 'write files',
};
const mostNamed = 8;
const longestName = 40;

/** What a call of the shell would run and what that may do, in a sentence; null for other calls and for what runs nothing. */
export const commandText = (tool: string, input: Readonly<Record<string, unknown>>): string | null => {
  if (tool !== 'run' || typeof input.command !== 'string') return null;
  const { programs, effects } = explainCommand(input.command);
  const seen = effects.flatMap((effect) => (effect === 'unknown' ? [] : [deeds[effect]]));
  if (programs.length === 0 && effects.length === 0) return null;
  const runs = programs.length === 0 ? '' : `Runs ${named(programs)}. `;
  if (effects.includes('unknown')) {
    const also = seen.length === 0 ? '' : `, also ${listed(seen)}`;
    return `${runs}It may do anything${also}: not all of it can be told from the line.`;
  }
  return seen.length === 0 ? `${runs}It only looks.` : `${runs}It may ${listed(seen)}.`;
};

const named = (programs: readonly string[]): string => {
  const names = programs
    .slice(0, mostNamed)
    .map((name) => (name === '?' ? 'something that is known only then' : visible(name).slice(0, longestName)));
  return listed(programs.length > mostNamed ? [...names, `${programs.length - mostNamed} more`] : names);
};
const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
