import { expect, it } from 'vitest';
import { linkInArguments, readDeepLink } from './deep-links.ts';

it.each([
  ['pynchy://open', { do: 'show', hash: '' }],
  ['pynchy://new', { do: 'new-chat' }],
  ['pynchy://chat/chat_01ABC', { do: 'show', hash: '#/chat/chat_01ABC' }],
  ['pynchy://approvals', { do: 'show', hash: '#/approvals' }],
])('%s shows something', (link, action) => {
  expect(readDeepLink(link)).toEqual(action);
});

it.each([
  'pynchy://send?text=rm',
  'pynchy://chat/../../etc',
  'pynchy://chat/a%2Fb',
  'pynchy://chat/a/b',
  'pynchy://chat',
  'pynchy://settings/vault',
  'pynchy://user:pass@open',
  'pynchy://open:80',
  'pynchy:open',
  'https://open',
  'javascript:alert(1)',
  `pynchy://chat/${'a'.repeat(400)}`,
  '',
])('%s is refused: anyone can make a link', (link) => {
  expect(readDeepLink(link)).toBeNull();
});

it('finds the link that the system put among the arguments', () => {
  expect(linkInArguments(['/usr/bin/pynchy', '--flag', 'pynchy://new'])).toBe('pynchy://new');
  expect(linkInArguments(['/usr/bin/pynchy'])).toBeNull();
});
