import type { CommandResult } from '#contract/model/records.ts';

// A phone is no place to read more; the whole is in the app.
const shownCharacters = 3_000;

/** What a command printed, as Markdown for a phone. */
export const outputOnPhone = ({ line, output, exitCode }: CommandResult): string => {
  const text = output.trimEnd();
  const cut = text.length - shownCharacters;
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [
    `$ ${line.split('\n')[0] ?? ''}`,
    ...(text === '' ? ['(no output)'] : [fence, text.slice(0, shownCharacters), fence]),
    ...(cut > 0 ? [`… ${Math.ceil(cut / 1_000)} kB more in the app.`] : []),
    ...(exitCode === 0 || exitCode === null ? [] : [`Exit code ${exitCode}.`]),
  ].join('\n');
};
