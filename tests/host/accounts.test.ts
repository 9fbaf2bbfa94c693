import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { say, send, turnIn } from '../harness/talk.ts';
import { callsOf, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';
import type { Action } from '../sim/models/actions.ts';
import { type ModelSim, startModelSim } from '../sim/models/server.ts';

// 200 turns by default, 1,600 in CI, 8,000 (10,000 calls) where the bench has its 1,000 seeds.
const turns = 8 * Number(process.env.PYNCHY_SEEDS ?? 25);

let w: World;
let second: ModelSim;
beforeEach(async () => {
  w = await startWorld();
  second = await startModelSim();
  second.script(() => [{ do: 'text', text: 'From the second.' }]);
  await w.client.accounts.add({ name: 'second', provider: 'openai', baseUrl: `${second.url}/v1`, key: 'second-key-0123456789' });
});
afterEach(async () => {
  await w.close();
  await second.close();
});

it('asks the accounts in their order and tells which one went on', async () => {
  await w.client.workspaces.set({ name: 'home', accounts: ['sim', 'second'], model: 'sim-large' });
  expect((await say(w.client, w.chatId, 'One')).reply).toBe('Hello from the simulated model.');
  expect(callsOf(second)).toHaveLength(0);
  w.sim.script(() => [{ do: 'answer', status: 402, body: { error: { message: 'pay' } } }]);
  const said = await say(w.client, w.chatId, 'Two');
  expect(said.reply).toBe('From the second.');
  expect(said.turn?.steps.find((s) => s.kind === 'notice')?.reason).toMatchObject({
    code: 'account-fallback',
    params: { from: 'sim', to: 'second', why: 'payment' },
  });
  expect(said.turn?.steps.filter((s) => s.kind === 'model').map((s) => [s.model?.account, s.state])).toEqual([
    ['sim', 'failed'],
    ['second', 'done'],
  ]);
});

it('never falls back after text was seen, or when another account would not help', async () => {
  await w.client.workspaces.set({ name: 'home', accounts: ['sim', 'second'], model: 'sim-large' });
  w.sim.script(() => [{ do: 'text', text: 'Seen' }, { do: 'cut' }]);
  expect((await say(w.client, w.chatId, 'One')).state).toBe('failed');
  w.sim.script(() => [{ do: 'answer', status: 413, body: { error: { message: 'too large' } } }]);
  expect((await say(w.client, w.chatId, 'Two')).turn?.reason?.code).toBe('too-large');
  expect(callsOf(second)).toHaveLength(0);
});

it('refuses an account of another realm when it is saved', async () => {
  await w.client.accounts.add({
    name: 'office',
    provider: 'openai',
    baseUrl: `${second.url}/v1`,
    key: 'office-key-0123456789',
    realm: 'work',
  });
  await expect(w.client.workspaces.set({ name: 'home', accounts: ['office'] })).rejects.toMatchObject({ data: { code: 'realm-mismatch' } });
  await expect(w.client.workspaces.set({ name: 'home', realm: 'work' })).rejects.toMatchObject({ data: { code: 'realm-mismatch' } });
  await w.client.workspaces.set({ name: 'home', realm: 'work', accounts: ['office'] });
});

it('refuses an account of another realm at the call, whatever the tables say', async () => {
  await w.client.accounts.add({
    name: 'office',
    provider: 'openai',
    baseUrl: `${second.url}/v1`,
    key: 'office-key-0123456789',
    realm: 'work',
  });
  await w.stop();
  const db = new DatabaseSync(join(w.home, 'pynchy.db'));
  db.exec(
    "DROP TRIGGER workspace_accounts_realm_insert; DELETE FROM workspace_accounts; INSERT INTO workspace_accounts SELECT w.id, 0, a.id, 'sim-large' FROM workspaces w, accounts a WHERE a.name = 'office'",
  );
  db.close();
  w = await w.restart();
  expect(await say(w.client, w.chatId, 'Hello')).toMatchObject({ state: 'failed', turn: { reason: { code: 'realm-mismatch' } } });
  expect(second.requests).toHaveLength(0);
});

it('does not begin a call that the budget does not cover: the turn waits until the month is over', async () => {
  await w.close();
  const clock = createFakeClock(Date.UTC(2026, 10, 22, 9));
  w = await startWorld({ clock });
  await w.client.accounts.add({
    name: 'small',
    provider: 'openai',
    baseUrl: `${second.url}/v1`,
    key: 'small-key-0123456789',
    budgetTokens: 20_000,
  });
  await w.client.workspaces.set({ name: 'home', accounts: ['small'], model: 'sim-large' });
  second.script(() => [
    { do: 'text', text: 'Fine.' },
    { do: 'usage', usage: { in: 15_000, out: 10 } },
  ]);
  expect((await say(w.client, w.chatId, 'One')).state).toBe('answered');
  const messageId = await send(w.client, w.chatId, 'Two');
  const turn = await turnIn(w.client, messageId, 'waiting');
  expect(turn).toMatchObject({
    wait: 'quota',
    reason: { code: 'waiting-for-model', params: { why: 'over-budget' } },
    nextAt: Date.UTC(2026, 11, 1),
  });
  expect(callsOf(second)).toHaveLength(1);
  clock.advance(Date.UTC(2026, 11, 1) - clock.now());
  await turnIn(w.client, messageId, 'done');
});

it('counts a stopped call against the budget, though it never brought a count, and Practice never', async () => {
  const used = async (name: string) => (await w.client.accounts.list()).find((a) => a.name === name)?.usedTokensThisMonth ?? 0;
  const stopped = async (): Promise<void> => {
    const n = w.sim.requests.length + 1;
    const messageId = await send(w.client, w.chatId, 'Hello');
    const { closed } = await w.sim.arrival(n);
    const { turn } = await w.client.messages.turnOf({ messageId });
    await w.client.turns.stop({ turnId: turn?.id ?? '' });
    await closed;
    await turnIn(w.client, messageId, 'cancelled');
  };
  w.sim.script(() => [{ do: 'hang' }]);
  await stopped();
  const once = await used('sim');
  expect(once).toBeGreaterThan(1_000);
  await stopped();
  expect(await used('sim')).toBeGreaterThanOrEqual(2 * once);
  await w.client.workspaces.set({ name: 'home', accounts: ['practice'] });
  await say(w.client, w.chatId, 'hello');
  expect(await used('practice')).toBe(0);
});

it('sends no key over an address that others can read, also when it comes later', async () => {
  const open = { name: 'open', provider: 'openai', baseUrl: 'HTTP://127.evil.example/v1' };
  const refused = { data: { code: 'bad-input' } };
  await expect(w.client.accounts.add({ ...open, key: 'a-key-0123456789' })).rejects.toMatchObject(refused);
  await w.client.accounts.add({ ...open, key: null });
  await expect(w.client.accounts.setKey({ name: 'open', key: 'a-key-0123456789' })).rejects.toMatchObject(refused);
  expect((await w.client.accounts.list()).find((a) => a.name === 'open')?.hasKey).toBe(false);
});

it(
  'shows no account the words of a workspace that does not use it, however many turns run with every kind of failure between',
  async () => {
    const servers = await Promise.all([0, 1, 2, 3].map(() => startModelSim()));
    try {
      // Workspace i uses account i and falls back to account (i + 1) % 4, except 3, which has no fallback.
      const faults: Action[][] = [
        [{ do: 'answer', status: 401 }],
        [{ do: 'answer', status: 402 }],
        [{ do: 'answer', status: 403 }],
        [{ do: 'answer', status: 404 }],
        [{ do: 'answer', status: 413 }],
        [{ do: 'answer', status: 429, headers: { 'retry-after': '4000' } }],
        [{ do: 'answer', status: 200, body: '<html></html>' }],
        [{ do: 'answer', status: 400, body: { error: { message: 'context_length_exceeded', code: 'context_length_exceeded' } } }],
        [{ do: 'text', text: 'x' }, { do: 'cut' }],
      ];
      const chats: string[] = [];
      for (const [i, server] of servers.entries()) {
        let n = i;
        // Every third call fails, each time in the next way.
        server.script(() => (n++ % 3 === 0 ? (faults[Math.floor(n / 3) % faults.length] ?? []) : [{ do: 'text', text: 'ok' }]));
        await w.client.accounts.add({
          name: `a${i}`,
          provider: i % 2 ? 'openai' : 'anthropic',
          baseUrl: i % 2 ? `${server.url}/v1` : server.url,
          key: `key-of-account-${i}-0123`,
        });
      }
      for (let i = 0; i < 4; i++) {
        const workspace = await w.client.workspaces.add({
          name: `w${i}`,
          accounts: i === 3 ? ['a3'] : [`a${i}`, `a${(i + 1) % 4}`],
          model: 'sim-large',
        });
        for (let c = 0; c < 5; c++) chats.push((await w.client.chats.create({ workspaceId: workspace.id, name: `c${i}-${c}` })).id);
      }
      await Promise.all(
        chats.map(async (chatId, c) => {
          const workspace = Math.floor(c / 5);
          for (let i = 0; i < turns / chats.length; i++) {
            const messageId = await send(w.client, chatId, `nonce-of-w${workspace}-${c}-${i}`);
            const turn = await turnIn(w.client, messageId, 'done', 'failed', 'waiting');
            if (turn.state === 'waiting') await w.client.turns.stop({ turnId: turn.id });
          }
        }),
      );
      let calls = 0;
      for (const [i, server] of servers.entries()) {
        const users = [0, 1, 2, 3].filter((n) => n === i || (n !== 3 && (n + 1) % 4 === i));
        for (const request of callsOf(server)) {
          calls++;
          const seen = new Set([...textOf(request).matchAll(/nonce-of-w(\d)/g)].map((m) => Number(m[1])));
          expect(seen.size).toBe(1);
          expect(users).toContain([...seen][0]);
          expect(JSON.stringify(request.headers)).toContain(`key-of-account-${i}-0123`);
        }
      }
      expect(calls).toBeGreaterThan(turns);
      console.log(`${turns} turns, ${calls} calls, each at an account of its own workspace`);
    } finally {
      for (const server of servers) await server.close();
    }
  },
  60_000 + turns * 60,
);
