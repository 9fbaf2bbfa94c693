import { expect, it } from 'vitest';
import { makeChat } from '../../../tests/browser/fixture-state.ts';
import { toRows } from './chat-rows.ts';

const chats = [
  makeChat({ id: 'a', workspaceId: 'w1', workspace: 'home', lastAt: 1 }),
  makeChat({ id: 'b', workspaceId: 'w2', workspace: 'work', lastAt: 3 }),
  makeChat({ id: 'c', workspaceId: 'w1', workspace: 'home', lastAt: 2 }),
  makeChat({ id: 'd', workspaceId: 'w1', workspace: 'home', lastAt: 9, archived: true }),
];

it('groups by workspace, the newest first, and folds the archive at the end', () => {
  expect(toRows(chats, [], false).map(({ key }) => key)).toEqual(['w2', 'b', 'w1', 'c', 'a', 'archive']);
  expect(toRows(chats, [], true).map(({ key }) => key)).toEqual(['w2', 'b', 'w1', 'c', 'a', 'archive', 'd']);
});
