import { join } from 'node:path';
import type { HostClient } from '#contract/client/connect.ts';
import { addModelAccount, addWorkspace, newChat, withConversation } from '../conversation.ts';
import { commonWord, fillHome, rareWord } from '../fill-home.ts';
import { withRunningHost } from '../host.ts';
import type { Model } from '../model.ts';
import type { Row } from '../report.ts';
import { ms, p50, p95, timed } from '../stats.ts';

const repeats = 20;

/** What a long past costs: search, the first page of a thread, and a new message, all through the API of a running host. */
export const largeRows = async (dir: string, model: Model, small: boolean): Promise<Row[]> => {
  const messages = small ? 100_000 : 1_000_000;
  const { home, chatIds } = fillHome(join(dir, 'large'), { messages, chats: messages / 10_000 });
  return withRunningHost(home, async (client, host) => {
    const started: Row = {
      name: `start to accepting input, ${messages} messages`,
      budget: '',
      measured: ms(host.startMs),
      peer: '',
      ok: null,
      numbers: { ms: host.startMs },
    };
    const search = async (name: string, query: string): Promise<Row> =>
      pageRow(`search ${messages}: ${name}`, async () => {
        const { hits } = await client.chats.search({ query });
        if (hits.length === 0 || hits.some((hit, i) => i > 0 && hit.seq > (hits[i - 1]?.seq ?? 0)))
          throw new Error(`search for "${query}" found nothing or in the wrong order`);
      });
    const rows = [
      started,
      await search('a word in half of all', commonWord),
      await search('a rare word', rareWord),
      await search('a common and a rare word', `${commonWord} ${rareWord}`),
      await search('two words of many messages', `${commonWord} doctor`),
      await search('the first letters of many words', 'n'),
    ];
    rows.push(
      await pageRow('first page of a thread of 10000 messages', async () => {
        const page = await client.chats.thread({ chatId: chatIds[0] ?? '' });
        if (page.messages.length === 0 || page.turns.length === 0) throw new Error('the page is empty');
      }),
      await pageRow('the list of all chats', () => client.chats.list()),
    );
    return [...rows, ...(await messageRow(client, model, { chatId: chatIds[0] ?? '', messages }))];
  });
};

const pageRow = async (name: string, page: () => Promise<unknown>): Promise<Row> => {
  const first = await timed(page);
  const again: number[] = [];
  for (let n = 0; n < repeats; n++) again.push(await timed(page));
  return {
    name,
    budget: 'first page <= 50 ms',
    measured: `first ${ms(first)}, then p50 ${ms(p50(again))}, p95 ${ms(p95(again))}`,
    peer: '',
    ok: first <= 50 && p95(again) <= 50,
    numbers: { firstMs: first, p50Ms: p50(again), p95Ms: p95(again) },
  };
};

/** The past of a chat must not make its next answer later. */
const messageRow = async (client: HostClient, model: Model, o: { chatId: string; messages: number }): Promise<Row[]> => {
  const account = await addModelAccount(client, model.url, 'openai');
  await client.workspaces.set({ name: 'home', accounts: [account], model: 'scripted' });
  const empty = await newChat(client, await addWorkspace(client, 'empty', account));
  return withConversation(client, async ({ say }) => {
    const [old, fresh]: [number[], number[]] = [[], []];
    for (let n = 0; n < repeats; n++) {
      old.push(await say(o.chatId, `Hello ${n}`));
      fresh.push(await say(empty, `Hello ${n}`));
    }
    const apart = p50(old) - p50(fresh);
    return [
      {
        name: `message -> first text in a chat of 10000, home of ${o.messages}`,
        budget: 'p50 within 5 ms of a new chat',
        measured: `p50 ${ms(p50(old))}, p95 ${ms(p95(old))}`,
        peer: `new chat p50 ${ms(p50(fresh))}`,
        ok: apart <= 5,
        numbers: { p50Ms: p50(old), p95Ms: p95(old), newChatP50Ms: p50(fresh) },
      },
    ];
  });
};
