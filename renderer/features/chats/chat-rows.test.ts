import { expect, it } from 'vitest';
import { emptyState, makeChat } from '../../../tests/browser/fixture-state.ts';
import { toRows } from './chat-rows.ts';

const chats = [
  makeChat({ id: 'a', workspaceId: 'w1', workspace: 'home', lastAt: 1 }),
  makeChat({ id: 'b', workspaceId: 'w2', workspace: 'work', lastAt: 3 }),
  makeChat({ id: 'c', workspaceId: 'w1', workspace: 'home', lastAt: 2 }),
  makeChat({ id: 'd', workspaceId: 'w1', workspace: 'home', lastAt: 9, archived: true }),
];

it('keeps the workspaces in their order whoever spoke last, has the newest chat first in each, and folds the archive at the end', () => {
  expect(toRows(chats, [], false).map(({ key }) => key)).toEqual(['w1', 'c', 'a', 'w2', 'b', 'archive']);
  expect(toRows(chats, [], true).map(({ key }) => key)).toEqual(['w1', 'c', 'a', 'w2', 'b', 'archive', 'd']);
  const [home] = emptyState().workspaces;
  if (!home) throw new Error('there is no workspace');
  const order = [
    { ...home, id: 'w2', name: 'work' },
    { ...home, id: 'w1' },
  ];
  expect(toRows(chats, order, false).map(({ key }) => key)).toEqual(['w2', 'b', 'w1', 'c', 'a', 'archive']);
});
