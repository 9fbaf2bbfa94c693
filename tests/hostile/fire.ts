import type { AskView } from '#contract/ui/views.ts';
import { until } from '../harness/until.ts';
import { type Step, scripted } from './drive.ts';
import type { Window } from './world/window.ts';

/** Lets ten minutes pass, so that a task of this chat fires, and denies what it asks. Resolves when its turn is over. */
export const fire = async (w: Window, chatId: string, steps: readonly Step[]): Promise<AskView[]> => {
  const { client } = w;
  const before = (await client.chats.thread({ chatId })).messages.length;
  scripted(w.sim, steps);
  w.clock.advance(10 * 60_000);
  const asked: AskView[] = [];
  await until(client, 'the end of a task', async () => {
    const { messages } = await client.chats.thread({ chatId });
    for (const ask of await client.asks.list({ state: 'pending' }))
      if (ask.chatId === chatId && !asked.some(({ id }) => id === ask.id)) {
        asked.push(ask);
        await client.asks.answer({ id: ask.id, decision: 'deny' });
      }
    const task = messages.slice(before).find((m) => m.origin === 'task');
    return task !== undefined && ['answered', 'failed'].includes(task.state);
  });
  return asked;
};
