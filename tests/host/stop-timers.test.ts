import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { send } from '../harness/talk.ts';
import { until } from '../harness/until.ts';
import { gate } from '../harness/wire.ts';
import { startWorld } from '../harness/world.ts';

const dayMs = 86_400_000;
const logOf = (home: string): string =>
  readdirSync(join(home, 'logs'))
    .sort()
    .map((name) => readFileSync(join(home, 'logs', name), 'utf8'))
    .join('');

it('does nothing any more once it has stopped, also not what a turn planned while it was stopping', async () => {
  const clock = createFakeClock();
  const w = await startWorld({ clock });
  try {
    const [home] = await w.client.workspaces.list();
    await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' });
    const hold = gate();
    w.sim.script(() => [
      { do: 'text', text: 'One moment.' },
      { do: 'wait', gate: hold.promise },
      { do: 'tool', name: 'send_message', input: { chat: 'Notes', text: 'Hi' } },
    ]);
    const messageId = await send(w.client, w.chatId, 'Tell Notes');
    await until(w.client, 'the first words', async () => {
      const { turn } = await w.client.messages.turnOf({ messageId });
      return turn?.steps.some(({ text }) => text.includes('One moment'));
    });
    const stopped = w.stop();
    hold.open();
    await stopped;
    const said = logOf(w.home);
    expect(said).toContain('turn waiting');
    clock.advance(dayMs);
    expect(logOf(w.home)).toBe(said);
  } finally {
    await w.close();
  }
});
