import { afterEach, expect, it } from 'vitest';
import type { Hook, Tool } from '#plugin-api';
import { calling, obey } from '../harness/obey.ts';
import { outcome, say, send } from '../harness/talk.ts';
import { toolOf, toolPlugin } from '../harness/tool-plugin.ts';
import { until } from '../harness/until.ts';
import { gate, lastResults } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
afterEach(() => w.close());

const begin = async (o: { tools?: readonly Tool[]; hooks?: readonly Hook[] }): Promise<void> => {
  w = await startWorld({ plugins: [toolPlugin(o)] });
  w.sim.script(obey);
};

it.each(['write', 'external'] as const)('neither asks for nor runs a %s call whose turn was stopped while a hook thought', async (tier) => {
  const entered = gate();
  const think = gate();
  let ran = false;
  const tool = toolOf('deed', {
    tier,
    effect: 'once',
    async *run() {
      ran = true;
      yield { done: { ok: true, value: { text: 'done' } } };
    },
  });
  const hook: Hook = {
    id: 'slow',
    on: 'tool.before',
    async run() {
      entered.open();
      await think.promise;
      return {};
    },
  };
  await begin({ tools: [tool], hooks: [hook] });
  const messageId = await send(w.client, w.chatId, calling('deed'));
  await entered.promise;
  const { turn } = await w.client.messages.turnOf({ messageId });
  const stopping = w.client.turns.stop({ turnId: turn?.id ?? '' });
  think.open();
  expect(await stopping).toEqual({ stopped: true });
  expect((await outcome(w.client, messageId)).turn?.state).toBe('cancelled');
  expect(ran).toBe(false);
  expect(await w.client.asks.list({})).toEqual([]);
});

it('does not wait for a hook that does not end when the turn is stopped', async () => {
  const entered = gate();
  const hook: Hook = {
    id: 'hangs',
    on: 'tool.before',
    run() {
      entered.open();
      return new Promise<never>(() => undefined);
    },
  };
  await begin({ tools: [toolOf('deed')], hooks: [hook] });
  const messageId = await send(w.client, w.chatId, calling('deed'));
  await entered.promise;
  const { turn } = await w.client.messages.turnOf({ messageId });
  expect(await w.client.turns.stop({ turnId: turn?.id ?? '' })).toEqual({ stopped: true });
  expect((await outcome(w.client, messageId)).turn?.state).toBe('cancelled');
});

it('refuses a call whose hook throws at once, and the turn goes on', async () => {
  const hook: Hook = {
    id: 'throws',
    on: 'tool.before',
    run() {
      throw new Error('my disk is on fire');
    },
  };
  await begin({ tools: [toolOf('deed')], hooks: [hook] });
  const said = await say(w.client, w.chatId, calling('deed'));
  expect(said).toMatchObject({ state: 'answered', turn: { state: 'done' } });
  expect(said.reply).toContain('the plugin under-test failed: my disk is on fire');
});

it('keeps what a tool had shown when it was cut, and shows it as that tool no longer writes', async () => {
  const tool = toolOf('chatty', {
    effect: 'once',
    async *run(_input, _call, signal) {
      yield { output: 'the first half' };
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    },
  });
  await begin({ tools: [tool] });
  const messageId = await send(w.client, w.chatId, calling('chatty'));
  const turn = await until(w.client, 'output', async () => {
    const { turn: now } = await w.client.messages.turnOf({ messageId });
    return now?.steps.some((s) => s.tool?.output.includes('the first half')) ? now : null;
  });
  await w.client.turns.stop({ turnId: turn.id });
  const said = await outcome(w.client, messageId);
  expect(said.turn?.steps.find((s) => s.tool)).toMatchObject({ state: 'unknown', tool: { output: 'the first half' } });
  w.sim.script((r) => [{ do: 'text', text: lastResults(r).join('') || 'none' }]);
  expect((await say(w.client, w.chatId, 'And?')).reply).toContain('the first half');
});
