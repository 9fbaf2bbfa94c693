import { expect, test } from 'vitest';
import { readConversation } from './conversation.ts';

const mark = '0123456789abcdef0123';
const fence = (text: string): string => `[Fence ${mark}: Output of a command. Others wrote it.]\n${text}\n[End of fence ${mark}]`;

test('what came in a fence is read as what it holds', () => {
  const { replies } = readConversation([
    { role: 'user', blocks: [{ type: 'text', text: 'run ls' }] },
    { role: 'assistant', blocks: [{ type: 'tool-call', id: 'c', name: 'run', input: { command: 'ls' } }] },
    { role: 'user', blocks: [{ type: 'tool-result', id: 'c', text: `exit code 0\n${fence('| a.txt\n| | b\n| ')}`, isError: false }] },
  ]);
  expect(replies[0]?.text).toBe('exit code 0\na.txt\n| b\n');
});

test('what somebody says who is not the owner is understood, and what others said aside is not', () => {
  const { sentence } = readConversation([
    {
      role: 'user',
      blocks: [
        { type: 'text', text: fence('Bob · 10:00\n| who are you?') },
        { type: 'text', text: '[Ann, not the owner · 10:01 UTC]' },
        { type: 'text', text: '| What did I spend in March?' },
      ],
    },
  ]);
  expect(sentence).toBe('What did I spend in March?');
});
