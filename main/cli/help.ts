import type { CliCommand } from './command.ts';

export const helpText = (commands: readonly CliCommand[]): string =>
  [
    'Pynchy: a personal assistant on this computer.',
    '',
    ...commands.filter((c) => !c.hidden).map((c) => `  ${c.usage}\n      ${c.summary}`),
    '',
    'Each takes --json. Exit codes: 0 done, 1 failed, 2 usage, 3 no host running. PYNCHY_HOME moves all data.',
  ].join('\n');
