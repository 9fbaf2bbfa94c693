import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { renderReason } from '#contract/text/render.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { outcome, send, turnIn } from '../harness/talk.ts';
import { tempHome } from '../harness/temp-home.ts';
import { until } from '../harness/until.ts';
import { gate, useModel } from '../harness/wire.ts';
import { type ModelSim, startModelSim } from '../sim/models/server.ts';

let t: HostUnderTest;
let sim: ModelSim;
afterEach(async () => {
  await t.stop();
  await sim.close();
});

it('says why a message waits while no model more may be asked, and answers it by itself', async () => {
  const home = tempHome();
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'settings.json'), '{"modelCallsAtOnce": 1}');
  t = await startHost({ home });
  sim = await startModelSim();
  const hold = gate();
  let calls = 0;
  sim.script(() =>
    ++calls === 1
      ? [
          { do: 'wait', gate: hold.promise },
          { do: 'text', text: 'first' },
        ]
      : [{ do: 'text', text: 'then' }],
  );
  await useModel(t.client, sim);
  const other = (await t.client.chats.open({ workspace: 'home', surface: 'cli' })).id;

  const first = await send(t.client, t.chatId, 'one');
  await turnIn(t.client, first, 'running');
  const second = await send(t.client, other, 'two');
  const waiting = await until(t.client, 'the second message to be told', async () => {
    const { messages } = await t.client.chats.thread({ chatId: other });
    const message = messages.find(({ id }) => id === second);
    return message?.state === 'queued' && message.reason !== null && message;
  });
  expect(waiting.reason && renderReason(waiting.reason)).toBe('Waits its turn: 1 models are being asked, as many as may be at once.');
  expect(calls).toBeLessThan(2);

  hold.open();
  expect((await outcome(t.client, first)).reply).toBe('first');
  expect(await outcome(t.client, second)).toMatchObject({ state: 'answered', reply: 'then' });
  const { messages } = await t.client.chats.thread({ chatId: other });
  expect(messages.find(({ id }) => id === second)?.reason).toBeNull();
});
