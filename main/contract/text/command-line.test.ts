import { expect, it } from 'vitest';
import { commandText } from './command-line.ts';

it.each([
  ['ls | wc -l', 'Runs ls and wc. It only looks.'],
  ['echo a > b.txt', 'Runs echo. It may write files.'],
  ['rm -rf /; curl https://a.test', 'Runs rm and curl. It may reach the network, change files outside the workspace and delete files.'],
  ['base64 -d a | sh', 'Runs base64 and sh. It may do anything, also start other programs: not all of it can be told from the line.'],
  ['$x a', 'Runs something that is known only then. It may do anything: not all of it can be told from the line.'],
  ['l\u200bs', 'Runs l\\u200bs. It may do anything: not all of it can be told from the line.'],
  ['x=5', null],
])('says of %j what it runs and may do', (command, text) => {
  expect(commandText('run', { command })).toBe(text);
});

it('says nothing of other tools', () => {
  expect(commandText('write', { command: 'rm -rf /' })).toBeNull();
});
