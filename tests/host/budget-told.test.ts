import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '#core/base/fake-clock.ts';
import { say, send, turnIn } from '../harness/talk.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
let clock: FakeClock;
beforeEach(async () => {
  clock = createFakeClock(Date.UTC(2026, 10, 22, 9));
  w = await startWorld({ clock });
  await w.client.accounts.setLimit({ name: 'sim', budgetTokens: 100_000 });
});
afterEach(() => w.close());

/** What a turn that used so many tokens told of the limit. */
const told = async (tokens: number): Promise<string[]> => {
  w.sim.script(() => [
    { do: 'text', text: 'Fine.' },
    { do: 'usage', usage: { in: tokens - 10, out: 10 } },
  ]);
  const { turn } = await say(w.client, w.chatId, 'Go on');
  return turn?.steps.flatMap(({ reason }) => (reason?.code.startsWith('budget-') ? [reason.code] : [])) ?? [];
};

it('tells of 80 % of the month once and of its end once, over restarts, and anew in the next month', async () => {
  expect(await told(50_000)).toEqual([]);
  expect(await told(31_000)).toEqual(['budget-mostly-used']);
  await w.stop();
  w = await w.restart();
  expect(await told(1_000)).toEqual([]);
  expect(await told(30_000)).toEqual(['budget-used-up']);
  clock.advance(Date.UTC(2026, 11, 2) - clock.now());
  expect(await told(85_000)).toEqual(['budget-mostly-used']);
});

it('tells anew of another limit, and what waited for the next month goes on when the limit is raised', async () => {
  expect(await told(99_000)).toEqual(['budget-mostly-used']);
  const messageId = await send(w.client, w.chatId, 'More');
  await turnIn(w.client, messageId, 'waiting');
  await w.client.accounts.setLimit({ name: 'sim', budgetTokens: 240_000 });
  const { steps } = await turnIn(w.client, messageId, 'done');
  expect(steps.map(({ reason }) => reason?.code)).toContain('budget-mostly-used');
});
