import { expect, it } from 'vitest';
import type { RuleCondition } from '#contract/model/rule.ts';
import type { JsonObject } from '#contract/model/transcript.ts';
import { ruleFromCall } from './rule-from-call.ts';

const bob: RuleCondition = { is: 'chat-in', chats: [{ id: 'chat_1', name: 'Bob' }] };
const exactly = (field: string, value: string | number): RuleCondition => ({ is: 'field-in', field, values: [value] });

it.each<[string, JsonObject, string | null, RuleCondition[] | null]>([
  ['words into a chat: the chat', { chat: 'Bob', chatId: 'chat_1', text: 'Hi' }, null, [bob]],
  [
    'a file into a chat: the chat and the file',
    { chat: 'Bob', chatId: 'chat_1', path: 'a.pdf', sha256: 'x' },
    'a.pdf',
    [bob, exactly('path', 'a.pdf')],
  ],
  ['a file: where it really lies', { path: 'link/a', content: 'x' }, 'real/a', [{ is: 'path-under', folder: 'real/a' }]],
  ['a file that nobody can find: nothing', { path: 'link/a', content: 'x' }, null, null],
  ['an address: its host as rules compare it', { url: 'https://EXAMPLE.org.:8443/a' }, null, [{ is: 'host-in', hosts: ['example.org'] }]],
  ['an address without a scheme: nothing', { url: 'example.org/a' }, null, null],
  ['anything else: all that was given', { command: 'ls', timeout_s: 5 }, null, [exactly('command', 'ls'), exactly('timeout_s', 5)]],
  ['what conditions cannot name: nothing', { command: 'ls', secrets: ['TOKEN'] }, null, null],
])('allows of %s', (_, input, path, conditions) => {
  expect(ruleFromCall({ tool: 't', input, path })).toEqual(conditions && { tool: 't', decision: 'allow', conditions });
});
