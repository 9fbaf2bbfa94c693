import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '#core/base/fake-clock.ts';
import { outcome, say, send } from '../harness/talk.ts';
import { until } from '../harness/until.ts';
import { callsOf, gate, lastResults, messagesOf, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

const minute = 60_000;
const year = 365 * 86_400_000;
let w: World;
let clock: FakeClock;
beforeEach(async () => {
  clock = createFakeClock();
  w = await startWorld({ clock });
});
afterEach(() => w.close());

const schedule = async (input: Record<string, unknown>): Promise<void> => {
  w.sim.script((r) => {
    const last = JSON.stringify(messagesOf(r).at(-1));
    if (last.includes('Plan it')) return [{ do: 'tool', name: 'schedule_task', input }];
    return [{ do: 'text', text: lastResults(r).length > 0 ? String(lastResults(r)[0]) : 'Reminded.' }];
  });
  const said = await say(w.client, w.chatId, 'Plan it');
  expect(said.reply).toContain('scheduled');
};
const fired = async (): Promise<number> =>
  (await w.client.chats.thread({ chatId: w.chatId, limit: 200 })).messages.filter((m) => m.origin === 'task').length;
const firedAndAnswered = (n: number): Promise<boolean> =>
  until(w.client, `${n} answered reminders`, async () => {
    const { messages } = await w.client.chats.thread({ chatId: w.chatId, limit: 200 });
    return messages.filter((m) => m.origin === 'task' && m.state === 'answered').length === n;
  });

it('comes back once, at its time, as a turn of the chat, labelled as not typed by a person', async () => {
  await schedule({ prompt: 'Water the flowers', in: '10m' });
  clock.advance(10 * minute - 1);
  expect(await fired()).toBe(0);
  clock.advance(1);
  await firedAndAnswered(1);
  expect(textOf(callsOf(w.sim).at(-1))).toContain('not typed by a person');
  clock.advance(60 * minute);
  expect(await fired()).toBe(1);
  expect(await w.client.tasks.list()).toEqual([]);
});

it('fires once after a restart what came due while the host was off, and notes the rest as missed', async () => {
  await schedule({ prompt: 'Every minute', every: '1m' });
  await w.stop();
  clock.advance(30 * minute);
  w = await w.restart();
  await firedAndAnswered(1);
  expect(await fired()).toBe(1);
  clock.advance(minute);
  await firedAndAnswered(2);
});

it.each([
  ['an hour', 60 * minute],
  ['ten years', 10 * year],
])('survives a clock that jumps ahead by %s and back: no storm, nothing twice, and the task goes on', async (_, ms) => {
  await schedule({ prompt: 'Every minute', every: '1m' });
  clock.advance(minute);
  await firedAndAnswered(1);
  clock.jump(ms);
  clock.advance(minute);
  await firedAndAnswered(2);
  const afterAhead = await fired();
  expect(afterAhead).toBeLessThan(5);
  clock.jump(-ms);
  clock.advance(minute);
  clock.advance(minute);
  clock.advance(minute);
  await until(w.client, 'the task to go on', async () => (await fired()) > afterAhead);
  expect(await fired()).toBeLessThan(afterAhead + 5);
  const { messages } = await w.client.chats.thread({ chatId: w.chatId, limit: 200 });
  expect(messages.map((m) => m.seq)).toEqual(messages.map((m) => m.seq).toSorted((a, b) => a - b));
});

it('keeps the order of turns when the clock goes back between them', async () => {
  await say(w.client, w.chatId, 'First');
  clock.jump(-10 * year);
  await say(w.client, w.chatId, 'Second');
  clock.jump(20 * year);
  await say(w.client, w.chatId, 'Third');
  const text = textOf(callsOf(w.sim).at(-1));
  expect([text.indexOf('First'), text.indexOf('Second'), text.indexOf('Third')].every((at, i, all) => at > (all[i - 1] ?? -1))).toBe(true);
});

it.each([60 * minute, -60 * minute, 10 * year, -10 * year])(
  'ends a turn as if nothing had happened when the clock is set by %i ms in its middle',
  async (ms) => {
    await schedule({ prompt: 'Every minute', every: '1m' });
    const hold = gate();
    let calls = 0;
    w.sim.script(() =>
      ++calls === 1
        ? [
            { do: 'text', text: 'One ' },
            { do: 'wait', gate: hold.promise },
            { do: 'text', text: 'two.' },
          ]
        : [{ do: 'text', text: 'Reminded.' }],
    );
    const n = w.sim.requests.length + 1;
    const messageId = await send(w.client, w.chatId, 'Count');
    await w.sim.arrival(n);
    clock.jump(ms);
    hold.open();
    const said = await outcome(w.client, messageId);
    expect(said).toMatchObject({ reply: 'One two.', turn: { attempt: 1 } });
    expect(said.turn?.steps.map((s) => s.ord)).toEqual(said.turn?.steps.map((s) => s.ord).toSorted((a, b) => a - b));
    const before = await fired();
    clock.advance(2 * minute);
    await until(w.client, 'the task to go on', async () => (await fired()) > before);
    expect(await fired()).toBeLessThan(before + 5);
  },
);
