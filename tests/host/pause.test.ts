import { expect, it } from 'vitest';
import { startHost } from '../harness/in-process-host.ts';
import { outcome } from '../harness/talk.ts';
import { tempHome } from '../harness/temp-home.ts';
import { until } from '../harness/until.ts';

it('starts nothing while paused, also after a restart, and everything that waited when it goes on', async () => {
  const home = tempHome();
  const before = await startHost({ home });
  expect(await before.client.host.pause({ paused: true })).toEqual({ paused: true });
  const { messageId } = await before.client.messages.send({ chatId: before.chatId, text: 'run echo after-the-pause', clientId: 'c1' });
  expect((await before.client.host.status()).turns.running).toEqual([]);
  await before.stop();

  const after = await startHost({ home });
  try {
    const { host, turns } = await after.client.host.status();
    expect([host.paused, turns.running, turns.queued]).toEqual([true, [], 1]);
    const told = until(after.client, 'the news that the pause ended', async () => !(await after.client.host.status()).host.paused);
    await after.client.host.pause({ paused: false });
    await told;
    expect((await outcome(after.client, messageId)).reply).toContain('after-the-pause');
  } finally {
    await after.stop();
  }
});
