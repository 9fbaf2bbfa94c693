import { expect, test } from 'vitest';
import { makeAsk, makeChat } from '../../tests/browser/fixture-state.ts';
import { newNeeds } from './notice-news.ts';

test('an ask is told once: when it is new, never again', () => {
  const asks = [makeAsk()];
  const chats = [makeChat()];
  expect(newNeeds({ asks: [], chats }, { asks, chats })).toEqual([{ need: 'approval', chatId: 'chat-1', ask: 'k7m2qx' }]);
  expect(newNeeds({ asks, chats }, { asks, chats })).toEqual([]);
});

test('a chat that worked and is idle has answered; one that failed has failed; one that is seen for the first time is no news', () => {
  const working = [makeChat({ state: 'working' })];
  expect(newNeeds({ asks: [], chats: working }, { asks: [], chats: [makeChat()] })).toMatchObject([{ need: 'answer' }]);
  expect(newNeeds({ asks: [], chats: working }, { asks: [], chats: [makeChat({ state: 'failed' })] })).toMatchObject([{ need: 'failure' }]);
  expect(newNeeds({ asks: [], chats: [] }, { asks: [], chats: [makeChat({ state: 'failed' })] })).toEqual([]);
});
