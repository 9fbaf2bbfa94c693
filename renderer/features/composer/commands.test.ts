import { expect, it } from 'vitest';
import { slashCommands } from '#contract/model/slash-commands.ts';
import { hasText } from '../../locales/translate.ts';
import { matchCommands } from './commands.ts';

it('offers what the typed letters begin, and nothing after a blank', () => {
  expect(matchCommands('/').length).toBe(slashCommands.length);
  expect(matchCommands('/ST').map(({ word }) => word)).toEqual(['/stop', '/status']);
  expect(matchCommands('/approve ')).toEqual([]);
  expect(matchCommands('and /stop')).toEqual([]);
});

it('has a description for every command', () => {
  expect(slashCommands.filter(({ word }) => !hasText(`command.${word.slice(1)}`))).toEqual([]);
});
