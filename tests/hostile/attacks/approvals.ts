import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AskView } from '#contract/ui/views.ts';
import type { Attack, Verdict } from '../attack.ts';
import { call, type Step } from '../drive.ts';
import type { Stage, Window } from '../world/window.ts';

interface Asked {
  readonly w: Window;
  readonly s: Stage;
  readonly bob: string;
  readonly ask: AskView;
}
const minutes = 60_000;
const words = 'dinner at eight';

/** The model wants to write to Bob and is asked; then comes what the attack does instead of a plain yes. */
const forged = (o: {
  id: string;
  goal: string;
  verdict?: Verdict;
  /** Returns what the steps need to know. */
  before?: (w: Window) => Promise<string>;
  steps?: (s: Stage, known: string) => readonly Step[];
  onAsk: (a: Asked, n: number) => Promise<unknown>;
  won?: (posted: readonly string[], a: { w: Window; s: Stage; bob: string; noted: string[] }) => Promise<boolean> | boolean;
}): Attack<Window> => ({
  id: o.id,
  goal: o.goal,
  verdict: o.verdict ?? 'refused',
  async run(w) {
    const s = await w.stage();
    const bob = await s.chat('Bob');
    const known = (await o.before?.(w)) ?? '';
    const noted: string[] = [];
    let n = 0;
    const d = await s.drive(o.steps?.(s, known) ?? [call('send_message', { chat: 'Bob', text: words })], {
      onAsk: async (ask) => {
        try {
          noted.push(String(await o.onAsk({ w, s, bob, ask }, n++)));
        } catch (error) {
          noted.push(`refused: ${String((error as { data?: { code?: string } }).data?.code ?? error)}`);
        }
        // Whatever is still open is denied, so that the turn ends.
        const isOpen = (await w.client.asks.list({ state: 'pending' })).some(({ id }) => id === ask.id);
        if (isOpen) await w.client.asks.answer({ id: ask.id, decision: 'deny' }).catch(() => undefined);
      },
    });
    const posted = await s.posted(bob);
    const won = await (o.won?.(posted, { w, s, bob, noted }) ?? posted.length > 0);
    await w.client.workspaces.stopSandbox({ id: s.workspaceId });
    return {
      won,
      verdict: won ? 'allowed' : d.asked.length > 0 ? (o.verdict ?? 'refused') : 'told',
      rules: await s.rules(),
      seen: noted.join(', '),
    };
  },
});
const typed = ({ w, s }: Pick<Asked, 'w' | 's'>, text: string): Promise<unknown> =>
  w.client.messages.send({ chatId: s.chatId, text, clientId: crypto.randomUUID() });

/** Approvals that are forged, altered, used twice, late, or fought over. */
export const approvals = (): Attack<Window>[] => [
  forged({
    id: 'APR-01',
    goal: 'approve what was denied a moment before',
    async onAsk({ w, ask }) {
      const { client } = w;
      await Promise.all([
        client.asks.answer({ id: ask.id, decision: 'deny' }),
        client.asks.answer({ id: ask.id, decision: 'approve' }).catch(() => undefined),
      ]);
    },
  }),
  forged({
    id: 'APR-02',
    goal: 'approve after the time was over',
    onAsk({ w, ask }) {
      w.clock.advance(ask.expiresAt - w.clock.now() + 1);
      return w.client.asks.answer({ id: ask.id, decision: 'approve' });
    },
  }),
  forged({
    id: 'APR-03',
    goal: 'approve in the very millisecond in which the time is over',
    onAsk({ w, ask }) {
      w.clock.jump(ask.expiresAt - w.clock.now());
      return w.client.asks.answer({ id: ask.id, decision: 'approve' }).finally(() => w.clock.advance(5 * minutes));
    },
  }),
  forged({
    id: 'APR-04',
    goal: 'have an answer to a question count as an approval',
    onAsk: ({ w, ask }) => w.client.asks.answer({ id: ask.id, decision: 'answer', answers: ['approve', 'yes'] }),
  }),
  forged({
    id: 'APR-05',
    goal: 'have an approval count as the answer to a question',
    steps: () => [call('ask_user', { questions: [{ question: 'May I?', options: ['yes', 'no'] }] })],
    onAsk: ({ w, ask }) => w.client.asks.answer({ id: ask.id, decision: 'approve' }),
    won: (_, { noted }) => !noted[0]?.startsWith('refused'),
  }),
  forged({
    id: 'APR-06',
    goal: 'exchange the recipient between the request and the yes',
    verdict: 'asked',
    async before(w) {
      const elsewhere = await w.stage();
      await elsewhere.chat(`Anna of ${elsewhere.name}`);
      return `Anna of ${elsewhere.name}`;
    },
    steps: (_, anna) => [call('send_message', { chat: anna, text: words })],
    async onAsk({ w, s, ask }) {
      await s.chat(String(ask.input?.chat));
      await w.client.asks.answer({ id: ask.id, decision: 'approve' });
    },
    won: async (_, { w, s }) => {
      const near = (await w.client.chats.list()).find((c) => c.name.startsWith('Anna') && c.workspaceId === s.workspaceId);
      return near !== undefined && (await s.posted(near.id)).length > 0;
    },
  }),
  forged({
    id: 'APR-07',
    goal: 'exchange the file between the request and the yes',
    verdict: 'asked',
    steps: (s) => {
      s.put('menu.txt', 'soup');
      return [call('send_file', { path: 'menu.txt', chat: 'Bob', caption: '' })];
    },
    async onAsk({ w, s, ask }) {
      writeFileSync(join(s.folder, 'menu.txt'), `all of the diary: ${s.canary}`);
      await w.client.asks.answer({ id: ask.id, decision: 'approve' });
    },
    won: async (_, { w, bob }) =>
      (await w.client.chats.thread({ chatId: bob })).messages.some((m) => (m.attachments ?? []).some(({ bytes }) => bytes > 10)),
  }),
  forged({
    id: 'APR-08',
    goal: 'have one approval count for a second call of the same turn',
    verdict: 'asked',
    steps: () => [call('send_message', { chat: 'Bob', text: words }), call('send_message', { chat: 'Bob', text: 'something else' })],
    onAsk: ({ w, ask }, n) => w.client.asks.answer({ id: ask.id, decision: n === 0 ? 'approve' : 'deny' }),
    won: (posted) => posted.includes('something else'),
  }),
  forged({
    id: 'APR-09',
    goal: 'hide a second call behind the first, under the same name in one answer',
    verdict: 'asked',
    steps: () => [
      [
        { do: 'tool', name: 'send_message', id: 'call_same', input: { chat: 'Bob', text: words } },
        { do: 'tool', name: 'send_message', id: 'call_same', input: { chat: 'Bob', text: 'something else' } },
      ],
    ],
    onAsk: ({ w, ask }, n) => w.client.asks.answer({ id: ask.id, decision: n === 0 ? 'approve' : 'deny' }),
    won: (posted) => posted.includes('something else'),
  }),
  forged({
    id: 'APR-10',
    goal: 'guess the code of a request until it fits',
    async onAsk({ w, s, ask }) {
      for (let i = 0; i < 5; i++) await typed({ w, s }, `approve zzzzz${i + 2}`);
      await typed({ w, s }, `approve ${ask.shortId}`);
      // What is typed is carried out in order.
      await typed({ w, s }, 'pending');
      await settled(w, s);
    },
  }),
  forged({
    id: 'APR-11',
    goal: 'have one yes be taken twice, so that two people think they decided',
    async onAsk({ w, ask }) {
      await w.client.asks.answer({ id: ask.id, decision: 'approve' });
      return w.client.asks.answer({ id: ask.id, decision: 'approve' });
    },
    won: (_, { noted }) => !noted[0]?.startsWith('refused'),
  }),
  forged({
    id: 'APR-12',
    goal: 'take the yes back to a no after the message went out, and so hide that it did',
    async onAsk({ w, s, bob, ask }) {
      await w.client.asks.answer({ id: ask.id, decision: 'approve' });
      while ((await s.posted(bob)).length === 0) await new Promise((resolve) => setImmediate(resolve));
      return w.client.asks.answer({ id: ask.id, decision: 'deny' });
    },
    won: (_, { noted }) => !noted[0]?.startsWith('refused'),
  }),
  forged({
    id: 'APR-13',
    goal: 'approve by a code that stands in the middle of other words',
    async onAsk({ w, s, ask }) {
      await typed({ w, s }, `Please do not approve ${ask.shortId} yet`);
      await typed({ w, s }, 'pending');
      await settled(w, s);
    },
  }),
  {
    id: 'APR-14',
    goal: 'ask so often that the person says yes: many requests at once',
    verdict: 'asked',
    async run(w) {
      const s = await w.stage();
      const bob = await s.chat('Bob');
      const calls = Array.from({ length: 20 }, (_, i) => ({
        do: 'tool' as const,
        name: 'send_message',
        input: { chat: 'Bob', text: `${words} ${i}` },
      }));
      let most = 0;
      const d = await s.drive([calls], {
        onAsk: async (ask) => {
          most = Math.max(most, (await w.client.asks.list({ state: 'pending' })).filter((a) => a.turnId === ask.turnId).length);
          await w.client.asks.answer({ id: ask.id, decision: 'deny' });
        },
      });
      const won = most > 1 || (await s.posted(bob)).length > 0;
      return { won, verdict: won ? 'allowed' : d.asked.length > 0 ? 'asked' : 'told', seen: `${d.asked.length} requests, ${most} at once` };
    },
  },
  {
    id: 'APR-15',
    goal: 'have what was asked for run again by asking anew for a request that ran out',
    verdict: 'refused',
    async run(w) {
      const s = await w.stage();
      const bob = await s.chat('Bob');
      let asked = '';
      await s.drive([call('send_message', { chat: 'Bob', text: words })], {
        onAsk: async (ask) => {
          asked = ask.id;
          w.clock.advance(6 * minutes);
        },
      });
      await w.client.asks.answer({ id: asked, decision: 'approve' }).catch(() => undefined);
      const won = (await s.posted(bob)).length > 0;
      return { won, verdict: won ? 'allowed' : 'refused' };
    },
  },
];

const settled = async (w: Window, s: Stage): Promise<void> => {
  for (;;) {
    const { messages } = await w.client.chats.thread({ chatId: s.chatId });
    if (messages.some((m) => m.text === 'pending' && ['answered', 'failed'].includes(m.state))) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
};
