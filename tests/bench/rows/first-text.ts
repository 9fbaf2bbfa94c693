import type { HostClient } from '#contract/client/connect.ts';
import { bareCall } from '../bare-client.ts';
import { addModelAccount, addWorkspace, type Conversation, newChat, withConversation } from '../conversation.ts';
import { withRunningHost } from '../host.ts';
import type { Model } from '../model.ts';
import type { Row } from '../report.ts';
import { ms, p50, p95 } from '../stats.ts';

const chats = 4;
const messagesPerChat = 20;
const coldWorkspaces = 25;
const warmUps = 5;

interface Pair {
  /** Which of the repeated blocks it belongs to. */
  readonly chat: number;
  readonly ours: number;
  readonly bare: number;
}

/** From the send of a message to its first text in a client, over a real socket; what a bare client needs is taken off. */
export const firstTextRows = (home: string, model: Model): Promise<Row[]> =>
  withRunningHost(home, (client) =>
    withConversation(client, async (conversation) => {
      const rows: Row[] = [];
      for (const api of ['openai', 'anthropic'] as const) {
        const account = await addModelAccount(client, model.url, api);
        const workspaceId = await addWorkspace(client, `warm-${api}`, account);
        const plain = await pairs({ client, conversation, model, workspaceId, text: 'Hello', calls: 1 });
        rows.push(overheadRow(`message -> first text (${api})`, plain, { p50: 10, p95: 25 }));
        const tool = await pairs({ client, conversation, model, workspaceId, text: 'TOOL please', calls: 2 });
        rows.push(overheadRow(`the same with one sandboxed tool (${api})`, tool, { p50: 20, p95: null }));
        // The sandbox of the workspace runs now: what a cold one is compared with.
        if (api === 'openai') rows.push(await coldRow(client, conversation, { workspaceId, account }));
      }
      return rows;
    }),
  );

const pairs = async (o: {
  client: HostClient;
  conversation: Conversation;
  model: Model;
  workspaceId: string;
  text: string;
  calls: number;
}): Promise<Pair[]> => {
  const found: Pair[] = [];
  for (let chat = 0; chat < chats; chat++) {
    const chatId = await newChat(o.client, o.workspaceId);
    for (let n = 0; n < messagesPerChat; n++) {
      const ours = await o.conversation.say(chatId, `${o.text} ${n}`);
      let bare = 0;
      for (const request of await o.model.last(o.calls)) bare += await bareCall(o.model.url, request);
      if (chat > 0 || n >= warmUps) found.push({ chat, ours, bare });
    }
  }
  return found;
};

const overheadRow = (name: string, found: readonly Pair[], budget: { p50: number; p95: number | null }): Row => {
  const own = found.map(({ ours, bare }) => ours - bare);
  const bare = found.map((pair) => pair.bare);
  const perChat = [...Map.groupBy(found, (pair) => pair.chat).values()].map((block) => p50(block.map((pair) => pair.ours - pair.bare)));
  return {
    name,
    budget: `own p50 <= ${budget.p50} ms${budget.p95 === null ? '' : `, p95 <= ${budget.p95} ms`}`,
    measured: `own p50 ${ms(p50(own))} (repeats ${Math.min(...perChat).toFixed(1)}-${Math.max(...perChat).toFixed(1)}), p95 ${ms(p95(own))}`,
    peer: `bare fetch p50 ${ms(p50(bare))}, p95 ${ms(p95(bare))}`,
    ok: p50(own) <= budget.p50 && (budget.p95 === null || p95(own) <= budget.p95),
    numbers: {
      ownP50Ms: p50(own),
      ownP95Ms: p95(own),
      leastOwnP50Ms: Math.min(...perChat),
      mostOwnP50Ms: Math.max(...perChat),
      bareP50Ms: p50(bare),
      bareP95Ms: p95(bare),
      totalP50Ms: p50(found.map((pair) => pair.ours)),
      samples: found.length,
    },
  };
};

const coldRow = async (client: HostClient, conversation: Conversation, o: { workspaceId: string; account: string }): Promise<Row> => {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let n = 0; n < coldWorkspaces; n++) {
    const fresh = await addWorkspace(client, `cold-${n}`, o.account);
    cold.push(await conversation.say(await newChat(client, fresh), 'Hello'));
    warm.push(await conversation.say(await newChat(client, o.workspaceId), 'Hello'));
  }
  const apart = p50(cold) - p50(warm);
  return {
    name: 'first message of a workspace, no sandbox running',
    budget: 'p50 within 5 ms of warm',
    measured: `cold - warm = ${ms(apart)}`,
    peer: `warm p50 ${ms(p50(warm))}, cold p50 ${ms(p50(cold))}`,
    ok: apart <= 5,
    numbers: { coldP50Ms: p50(cold), warmP50Ms: p50(warm), samples: coldWorkspaces },
  };
};
