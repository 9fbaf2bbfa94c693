import { afterEach, beforeEach, expect, it } from 'vitest';
import { renderReason } from '#contract/text/render.ts';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { startHost } from '../../harness/in-process-host.ts';
import { outcome, pendingAsk, say, send } from '../../harness/talk.ts';
import { until } from '../../harness/until.ts';
import { callsOf, lastResults } from '../../harness/wire.ts';
import { startWorld, type World } from '../../harness/world.ts';

let w: World;
let notes: string;
beforeEach(async () => {
  w = await startWorld();
  const [home] = await w.client.workspaces.list();
  notes = (await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' })).id;
  w.sim.script(tellNotes('Hi Bob'));
});
afterEach(() => w.close());

const tellNotes = (text: string) => (r: Parameters<Parameters<World['sim']['script']>[0]>[0]) =>
  lastResults(r).length > 0
    ? [{ do: 'text' as const, text: `Result: ${lastResults(r)[0]}` }]
    : [{ do: 'tool' as const, name: 'send_message', id: 'call_tell', input: { chat: 'Notes', text } }];
const posted = async (client = w.client): Promise<string[]> =>
  (await client.chats.thread({ chatId: notes })).messages.filter((m) => m.origin === 'agent').map((m) => m.text);

it('asks before a message goes to another chat, shows the exact call, and sends it once when it is approved', async () => {
  const messageId = await send(w.client, w.chatId, 'Tell Bob');
  const ask = await pendingAsk(w.client);
  expect(ask).toMatchObject({ kind: 'approval', tool: 'send_message', input: { chat: 'Notes', text: 'Hi Bob' }, workspace: 'home' });
  expect(ask.shortId).toMatch(/^[a-z0-9]{6}$/);
  expect(await posted()).toEqual([]);
  expect((await w.client.messages.turnOf({ messageId })).turn).toMatchObject({ state: 'waiting', wait: 'ask' });
  await w.client.asks.answer({ id: ask.shortId, decision: 'approve' });
  expect((await outcome(w.client, messageId)).reply).toBe('Result: sent to Notes');
  expect(await posted()).toEqual(['Hi Bob']);
  await expect(w.client.asks.answer({ id: ask.id, decision: 'deny' })).rejects.toMatchObject({ data: { code: 'ask-answered' } });
  const rows = (await w.client.audit.list({}))
    .filter(({ turnId }) => turnId === ask.turnId)
    .map(({ decision, rule }) => `${decision} ${rule}`);
  expect(rows.filter((row) => !row.startsWith('reveal'))).toEqual(['allow tier-external', 'approve ask-answer', 'ask tier-external']);
});

it('tells what the model gave from what is usual, binds all of it, and runs it', async () => {
  await w.client.rules.add({ workspace: 'home', rule: { tool: 'run', conditions: [], decision: 'ask' } });
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: `Result: ${lastResults(r)[0]}` }]
      : [{ do: 'tool', name: 'run', input: { command: 'echo done', background: false } }],
  );
  const messageId = await send(w.client, w.chatId, 'Run it');
  const ask = await pendingAsk(w.client);
  expect(ask.input).toMatchObject({ command: 'echo done', background: false, timeout_s: 120 });
  expect(ask.defaults).toContain('timeout_s');
  expect(ask.defaults).not.toContain('background');
  await w.client.asks.answer({ id: ask.id, decision: 'approve' });
  expect((await outcome(w.client, messageId)).reply).toContain('done');
});

it('answers nothing by a bare approve or deny, and says how; with nothing to approve the assistant hears it', async () => {
  const lines = async () => (await w.client.chats.thread({ chatId: w.chatId })).messages.map((m) => m.reason && renderReason(m.reason));
  const messageId = await send(w.client, w.chatId, 'Tell Bob');
  const ask = await pendingAsk(w.client);
  await say(w.client, w.chatId, 'approve');
  await say(w.client, w.chatId, 'Deny');
  expect(await lines()).toContain(`One request waits: write "approve ${ask.shortId}".`);
  expect(await lines()).toContain(`One request waits: write "deny ${ask.shortId}".`);
  expect(await w.client.asks.list({ state: 'pending' })).toHaveLength(1);

  const [home] = await w.client.workspaces.list();
  const other = (await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Other' })).id;
  const second = await send(w.client, other, 'Tell Bob, too');
  await until(w.client, 'a second request', async () => (await w.client.asks.list({ state: 'pending' })).length === 2);
  await say(w.client, w.chatId, 'approve');
  expect(await lines()).toContain('2 requests wait: send "pending" to see them with their codes.');
  for (const { id } of await w.client.asks.list({ state: 'pending' })) await w.client.asks.answer({ id, decision: 'deny' });
  await outcome(w.client, second);
  await outcome(w.client, messageId);
  w.sim.script(() => [{ do: 'text', text: 'Approve what?' }]);
  expect((await say(w.client, w.chatId, 'approve')).reply).toBe('Approve what?');
});

it('says of a code that nothing has what may have become of it', async () => {
  await expect(w.client.asks.answer({ id: 'zzzzzz', decision: 'approve' })).rejects.toMatchObject({
    data: {
      code: 'ask-unknown',
      text: expect.stringMatching(/^No open request has the code zzzzzz\. It may have been answered or have run out\. Send "pending"/),
    },
  });
});

it('sends nothing when it is denied, and tells the model who denied it', async () => {
  const messageId = await send(w.client, w.chatId, 'Tell Bob');
  const ask = await pendingAsk(w.client);
  await say(w.client, w.chatId, `deny ${ask.shortId}`);
  expect((await outcome(w.client, messageId)).reply).toBe('Result: Error: denied by the owner');
  expect(await posted()).toEqual([]);
});

it('keeps a pending request with its code and time over a restart', async () => {
  const messageId = await send(w.client, w.chatId, 'Tell Bob');
  const ask = await pendingAsk(w.client);
  w = await w.restart();
  const [again] = await w.client.asks.list({});
  expect(again).toMatchObject({ id: ask.id, shortId: ask.shortId, expiresAt: ask.expiresAt });
  await w.client.asks.answer({ id: ask.id, decision: 'approve' });
  expect((await outcome(w.client, messageId)).reply).toBe('Result: sent to Notes');
  expect(await posted()).toEqual(['Hi Bob']);
});

it('counts for one call only: the same call again is asked again', async () => {
  w.sim.script((r) => {
    const called = JSON.stringify(r.body.messages).split('"send_message"').length - 1;
    return called < 2 ? [{ do: 'tool', name: 'send_message', input: { chat: 'Notes', text: 'Hi Bob' } }] : [{ do: 'text', text: 'Both.' }];
  });
  const messageId = await send(w.client, w.chatId, 'Tell Bob twice');
  const first = await pendingAsk(w.client);
  await w.client.asks.answer({ id: first.id, decision: 'approve' });
  const second = await until(w.client, 'the second request', async () => (await w.client.asks.list({})).find((a) => a.id !== first.id));
  expect(await posted()).toEqual(['Hi Bob']);
  await w.client.asks.answer({ id: second.id, decision: 'deny' });
  await outcome(w.client, messageId);
  expect(await posted()).toEqual(['Hi Bob']);
});

it('runs the calls around one that needs approval, each once and in order', async () => {
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: lastResults(r).join(' | ') }]
      : [
          { do: 'tool', name: 'run', input: { command: 'echo before >> order; cat order' } },
          { do: 'tool', name: 'send_message', input: { chat: 'Notes', text: 'between' } },
          { do: 'tool', name: 'run', input: { command: 'echo after >> order; cat order' } },
        ],
  );
  const messageId = await send(w.client, w.chatId, 'Three');
  await w.client.asks.answer({ id: (await pendingAsk(w.client)).id, decision: 'approve' });
  expect((await outcome(w.client, messageId)).reply).toBe('exit code 0\nbefore\n | sent to Notes | exit code 0\nbefore\nafter\n');
  expect(callsOf(w.sim)).toHaveLength(2);
});

it('asks a question with options and hands the answer to the model', async () => {
  w.sim.script((r) =>
    lastResults(r).length > 0
      ? [{ do: 'text', text: String(lastResults(r)[0]) }]
      : [{ do: 'tool', name: 'ask_user', input: { questions: [{ question: 'Tea or coffee?', options: ['Tea', 'Coffee'] }] } }],
  );
  const messageId = await send(w.client, w.chatId, 'Offer something');
  const ask = await pendingAsk(w.client);
  expect(ask).toMatchObject({ kind: 'question', questions: [{ question: 'Tea or coffee?', options: ['Tea', 'Coffee'] }] });
  await expect(w.client.asks.answer({ id: ask.id, decision: 'approve' })).rejects.toMatchObject({ data: { code: 'bad-input' } });
  await w.client.asks.answer({ id: ask.id, decision: 'answer', answers: ['Tea'] });
  expect((await outcome(w.client, messageId)).reply).toBe('1. Tea or coffee?\nanswer: Tea');
});

it('denies what nobody answered in time, also while the host was off, and says so', async () => {
  await w.close();
  const clock = createFakeClock();
  w = await startWorld({ clock });
  const [home] = await w.client.workspaces.list();
  notes = (await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' })).id;
  w.sim.script(tellNotes('Too late'));
  const first = await send(w.client, w.chatId, 'Tell Bob');
  const ask = await pendingAsk(w.client);
  clock.advance(4 * 60_000);
  expect((await w.client.asks.list({})).map((a) => a.id)).toEqual([ask.id]);
  clock.advance(60_000);
  expect((await outcome(w.client, first)).reply).toBe('Result: Error: denied: nobody answered in time');
  await expect(w.client.asks.answer({ id: ask.id, decision: 'approve' })).rejects.toMatchObject({ data: { code: 'ask-expired' } });

  const second = await send(w.client, w.chatId, 'And again');
  w.sim.script(tellNotes('Also too late'));
  await pendingAsk(w.client).catch(() => undefined);
  await w.stop();
  clock.advance(10 * 60_000);
  const later = await startHost({ home: w.home, clock });
  try {
    expect((await outcome(later.client, second)).state).toBe('answered');
    expect(await posted(later.client)).toEqual([]);
  } finally {
    await later.stop();
  }
});

it('asks again when a request ran out: the assistant decides anew, and the call of then is never run', async () => {
  await w.close();
  const clock = createFakeClock();
  w = await startWorld({ clock });
  const [home] = await w.client.workspaces.list();
  notes = (await w.client.chats.create({ workspaceId: home?.id ?? '', name: 'Notes' })).id;
  w.sim.script(tellNotes('The stale text'));
  const messageId = await send(w.client, w.chatId, 'Tell Bob');
  const ask = await pendingAsk(w.client);
  await expect(w.client.asks.again({ id: ask.id })).rejects.toMatchObject({ data: { code: 'conflict' } });
  clock.advance(5 * 60_000);
  await outcome(w.client, messageId);
  expect(await w.client.asks.list({ state: 'all' })).toMatchObject([{ id: ask.id, state: 'expired', canAskAgain: true }]);

  // The last result of the transcript is the denial of then: this model looks at who spoke last.
  w.sim.script((r) =>
    JSON.stringify(r.body.messages).includes('The fresh text')
      ? [{ do: 'text', text: 'Sent at last.' }]
      : [{ do: 'tool', name: 'send_message', id: 'call_fresh', input: { chat: 'Notes', text: 'The fresh text' } }],
  );
  await w.client.asks.again({ id: ask.id });
  const fresh = await pendingAsk(w.client);
  expect(fresh).toMatchObject({ input: { text: 'The fresh text' } });
  expect(fresh.id).not.toBe(ask.id);
  await w.client.asks.answer({ id: fresh.id, decision: 'approve' });
  await until(w.client, 'the fresh text', async () => (await posted()).length > 0);
  await outcome(w.client, messageId);
  expect(await posted()).toEqual(['The fresh text']);
  const stale = (await w.client.asks.list({ state: 'all' })).find(({ id }) => id === ask.id);
  expect(stale).toMatchObject({ state: 'expired', outcome: null, canAskAgain: false });
});
