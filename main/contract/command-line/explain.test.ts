import { expect, it } from 'vitest';
import { corpus } from './corpus.fixture.ts';
import { explainCommand } from './explain.ts';

it(`knows a corpus of ${corpus.length} commands`, () => {
  expect(corpus.length).toBeGreaterThanOrEqual(200);
  expect(new Set(corpus.map(([command]) => command)).size).toBe(corpus.length);
});

it.each(corpus)('explains %j', (command, effects) => {
  expect(explainCommand(command).effects.join(' ')).toBe(effects);
});

it.each(['constructor', 'toString x', '__proto__', 'sudo hasOwnProperty', 'valueOf a b'])('throws at no name of a program: %s', (line) => {
  expect(explainCommand(line).effects).toContain('unknown');
});

it('names the programs, each once, also the hidden ones', () => {
  expect(explainCommand('ls | xargs -n1 grep x; ls; echo "$(date)"; $p').programs).toEqual(['ls', 'xargs', 'grep', 'date', 'echo', '?']);
});

it('takes nothing back for something more: whatever is added to a line, what it may do stays', () => {
  for (const [command, effects] of corpus) {
    if (command === '' || effects.includes('unknown')) continue;
    for (const more of ['; ls', ' && echo a', '\nls', ' | cat']) {
      const now = explainCommand(command + more).effects;
      for (const effect of effects.split(' ').filter(Boolean))
        expect(now.includes(effect as never) || now.includes('unknown'), command + more).toBe(true);
    }
  }
});

it.each([
  '('.repeat(50_000),
  '$('.repeat(50_000),
  '`'.repeat(50_001),
  '"$('.repeat(20_000),
  'a '.repeat(50_000),
  '{'.repeat(99_999),
  "sh -c 'sh -c ".repeat(1000),
])('ends with any input, also the longest that it reads (%#)', (line) => {
  expect(explainCommand(line).programs.length).toBeLessThan(5);
  expect(explainCommand(line.slice(0, 9_000)).programs.length).toBeLessThan(5);
});
