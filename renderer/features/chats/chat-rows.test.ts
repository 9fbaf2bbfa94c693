import { expect, it } from 'vitest';
import { emptyState, makeChat } from '../../../tests/browser/fixture-state.ts';
import { toRows } from './chat-rows.ts';

const chats = [
  makeChat({ id: 'a', workspaceId: 'w1', workspace: 'home', lastAt: 1 }),
  makeChat({ id: 'b', workspaceId: 'w2', workspace: 'work', lastAt: 3 }),
  makeChat({ id: 'c', workspaceId: 'w1', workspace: 'home', lastAt: 2 }),
  makeChat({ id: 'd', workspaceId: 'w1', workspace: 'home', lastAt: 9, archived: true }),
];

const shut = { archive: false, closed: false };

it('keeps the workspaces in their order whoever spoke last, has the newest chat first in each, and folds the archive at the end', () => {
  expect(toRows({ chats, workspaces: [], open: shut }).map(({ key }) => key)).toEqual(['w1', 'c', 'a', 'w2', 'b', 'archive']);
  expect(toRows({ chats, workspaces: [], open: { archive: true, closed: true } }).map(({ key }) => key)).toEqual([
    'w1',
    'c',
    'a',
    'w2',
    'b',
    'archive',
    'd',
  ]);
  const [home] = emptyState().workspaces;
  if (!home) throw new Error('there is no workspace');
  const order = [
    { ...home, id: 'w2', name: 'work' },
    { ...home, id: 'w1' },
  ];
  expect(toRows({ chats, workspaces: order, open: shut }).map(({ key }) => key)).toEqual(['w2', 'b', 'w1', 'c', 'a', 'archive']);
});

it('has what linked numbers do not open folded before the archive, and nothing of it twice', () => {
  const closed = ['a', 'x', 'y'].map((id) => ({ id, name: id, kind: 'group' as const, lastAt: null, workspaceId: null, hasLeft: false }));
  const folded = toRows({ chats, workspaces: [], closed, open: shut });
  expect(folded.map(({ key }) => key)).toEqual(['w1', 'c', 'a', 'w2', 'b', 'closed', 'archive']);
  expect(folded.find(({ type }) => type === 'closed')).toMatchObject({ chats: [{ id: 'x' }, { id: 'y' }] });
  const open = toRows({ chats, workspaces: [], closed, open: { archive: false, closed: true } });
  expect(open.map(({ key }) => key)).toEqual(['w1', 'c', 'a', 'w2', 'b', 'closed', 'x', 'y', 'archive']);
});
