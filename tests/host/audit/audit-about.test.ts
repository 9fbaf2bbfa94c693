import { afterEach, beforeEach, expect, it } from 'vitest';
import { anyOwnRule } from '#contract/ui/domains/audit.ts';
import { calling, obey } from '../../harness/obey.ts';
import { outcome, pendingAsk, say, send } from '../../harness/talk.ts';
import { startWorld, type World } from '../../harness/world.ts';

// What the list of decisions says a row is about, and where that was.
let w: World;
beforeEach(async () => {
  w = await startWorld();
  w.sim.script(obey);
});
afterEach(() => w.close());

const rows = async (filter: Record<string, string> = {}) =>
  (await w.client.audit.list({ filter })).map(({ about, chat, decision, ruleText }) => ({
    about,
    chat: chat?.name ?? null,
    decision,
    ruleText,
  }));

it('says what was done instead of naming steps, and leads to the message it was done for', async () => {
  const [home] = await w.client.workspaces.list();
  await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Bob' });
  await w.client.chats.rename({ chatId: w.chatId, name: 'March' });
  await say(w.client, w.chatId, calling('run', { command: 'ls  -la' }));
  const turn = await send(w.client, w.chatId, calling('send_message', { chat: 'Bob', text: 'hello' }));
  await w.client.asks.answer({ id: (await pendingAsk(w.client)).id, decision: 'deny' });
  await outcome(w.client, turn);
  const told = await rows();
  expect(told).toContainEqual({ about: 'run a command: ls -la', chat: 'March', decision: 'allow', ruleText: null });
  expect(told.filter(({ about }) => about.startsWith('send a message to Bob')).map(({ decision }) => decision)).toEqual([
    'deny',
    'deny',
    'ask',
  ]);
  expect(told.map(({ about }) => about).join('\n')).not.toMatch(/step_|ask_|chat_/);
  const [, place] = (await w.client.audit.list({})).flatMap(({ chat }) => (chat ? [chat] : [])).toReversed();
  const said = (await w.client.chats.thread({ chatId: w.chatId })).messages.find(({ seq }) => seq === place?.messageSeq);
  expect(said?.origin).toBe('human');
});

it('leads to no chat that was deleted', async () => {
  await say(w.client, w.chatId, calling('run', { command: 'true' }));
  await w.client.chats.remove({ chatId: w.chatId });
  expect((await rows()).map(({ chat }) => chat).filter((chat) => chat !== null)).toEqual([]);
});

it('names the rule that decided, offers own rules apart from the others, and finds what any of them decided', async () => {
  const rule = { tool: 'run', conditions: [], decision: 'deny' as const };
  const { id } = await w.client.rules.add({ workspace: 'home', rule });
  await say(w.client, w.chatId, calling('run', { command: 'true' }));
  await say(w.client, w.chatId, calling('glob', { pattern: '*' }));
  expect(await rows({ rule: anyOwnRule })).toMatchObject([{ decision: 'deny', ruleText: 'Never allow run.' }]);
  const choices = await w.client.audit.choices();
  expect(choices.rules.filter((rule) => rule.startsWith(anyOwnRule))).toEqual([]);
  expect(choices.ownRules).toEqual([{ rule: `rule:${id}`, text: 'Never allow run.', workspace: 'home' }]);
  await w.client.rules.remove({ id });
  expect((await w.client.audit.choices()).ownRules).toEqual([{ rule: `rule:${id}`, text: null, workspace: '' }]);
  expect(await rows({ rule: `rule:${id}` })).toMatchObject([{ ruleText: null }]);
});
