import { describe, expect, it } from 'vitest';
import { slashCommands } from '#contract/model/slash-commands.ts';
import { recognise } from './recognise.ts';

describe('recognise', () => {
  it.each([
    ['!ls', { kind: 'shell', line: 'ls' }],
    ['  !echo hi', { kind: 'shell', line: 'echo hi' }],
    ['! ls -la', { kind: 'shell', line: 'ls -la' }],
    ['!printf a\nprintf b', { kind: 'shell', line: 'printf a\nprintf b' }],
    ['@pynchy !ls', { kind: 'shell', line: 'ls' }],
    ['reset context', { kind: 'reset' }],
    ['Session reset.', { kind: 'reset' }],
    ['/reset', { kind: 'reset' }],
    ['/undo', { kind: 'undo-reset' }],
    ['/stop', { kind: 'stop' }],
    ['pending', { kind: 'pending' }],
    ['Status', { kind: 'status' }],
    ['/help', { kind: 'help' }],
    ['/chats', { kind: 'chats' }],
    ['/open Made in China in Home', { kind: 'open', which: 'Made in China in Home' }],
    ['@pynchy /Close Family', { kind: 'close', which: 'Family' }],
    ['Approve AB2C3D', { kind: 'answer', decision: 'approve', id: 'ab2c3d' }],
    ['deny abc123', { kind: 'answer', decision: 'deny', id: 'abc123' }],
  ] as const)('%s', (text, command) => {
    expect(recognise(text, false)).toEqual(command);
  });

  it.each([
    'please reset context of the router',
    'reset',
    'context',
    '!',
    '!   ',
    'wow!',
    'stop',
    'approve it',
    'approve abc12',
    'approve abc1234',
    'deny',
    'new session please',
    'what is pending',
    'status of the order',
    'chats',
    'open the door in the kitchen',
    '/open',
    '/close ',
  ])('leaves talk alone: %s', (text) => {
    expect(recognise(text, false)).toBeNull();
  });

  it('decides at once about a list of numbers that is none, however long', () => {
    for (const list of ['1'.repeat(60), '1, '.repeat(60), '1'.repeat(4) + ' '.repeat(60_000)])
      expect(recognise(`release all but ${list}x`, false)).toBeNull();
    expect(recognise('release all but 2, 3 and 4', false)).toBeNull();
    expect(recognise('release all but 2, 3 4,', false)).toEqual({ kind: 'release', all: true, but: [2, 3, 4] });
  });

  it.each(slashCommands.map((row) => [row.word, row] as const))('knows %s, which the composer offers', (word, { kind, argument }) => {
    expect(recognise(argument === null ? word : `${word} ab2c3d`, false)?.kind).toBe(kind);
  });

  it.each(['approve', 'Deny.', '/approve'])('takes a bare %s as a command only while an approval waits', (text) => {
    expect(recognise(text, true, true)).toMatchObject({ kind: 'answer-bare' });
    expect(recognise(text, true)).toBeNull();
    expect(recognise(`please ${text}`, true, true)).toBeNull();
  });

  it('takes a bare stop as a command only while something runs', () => {
    expect(recognise('stop', true)).toEqual({ kind: 'stop' });
    expect(recognise('Stop!', true)).toEqual({ kind: 'stop' });
    expect(recognise('stop the music', true)).toBeNull();
  });
});
