import { afterEach, beforeEach, expect, it } from 'vitest';
import { renderReason } from '#contract/text/render.ts';
import { createFakeClock } from '#core/base/fake-clock.ts';
import { outcome, say, send, turnIn } from '../harness/talk.ts';
import { until } from '../harness/until.ts';
import { callsOf, countIn, textOf } from '../harness/wire.ts';
import { startWorld, type World } from '../harness/world.ts';

let w: World;
beforeEach(async () => {
  w = await startWorld();
});
afterEach(() => w.close());

it('fails when the stream is cut after visible text, keeps the text, and a retry answers', async () => {
  w.sim.script(() => [{ do: 'text', text: 'This far' }, { do: 'cut' }]);
  const said = await say(w.client, w.chatId, 'Go');
  expect(said).toMatchObject({ state: 'failed', turn: { state: 'failed', reason: { code: 'stream-cut' } } });
  expect(said.turn?.steps.find((s) => s.kind === 'text')?.text).toBe('This far');
  expect(callsOf(w.sim)).toHaveLength(1);
  const { messages } = await w.client.chats.thread({ chatId: w.chatId });
  // Told once: by the turn itself, not by a second line below it.
  expect(messages.filter((m) => m.origin === 'harness')).toHaveLength(0);

  w.sim.script(() => [{ do: 'text', text: 'All of it' }]);
  await w.client.turns.retry({ turnId: said.turn?.id ?? '' });
  const again = await outcome(w.client, said.messageId);
  expect(again).toMatchObject({ state: 'answered', reply: 'All of it' });
  expect(countIn(textOf(callsOf(w.sim)[1]), 'Go"')).toBe(1);
  await expect(w.client.turns.retry({ turnId: said.turn?.id ?? '' })).rejects.toMatchObject({ data: { code: 'no-such-turn' } });
});

it('tries again by itself when the server asks for a pause, as late as it asked, and shows it', async () => {
  let calls = 0;
  const at: number[] = [];
  w.sim.script(() => {
    at.push(performance.now());
    return ++calls === 1 ? [{ do: 'answer', status: 429, headers: { 'retry-after': '1' } }] : [{ do: 'text', text: 'Now.' }];
  });
  const said = await say(w.client, w.chatId, 'Go');
  expect(said.reply).toBe('Now.');
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(980);
  expect(said.turn?.steps.find((s) => s.kind === 'notice')?.reason).toMatchObject({
    code: 'model-retry',
    params: { seconds: 1, attempt: 2 },
  });
  expect(textOf(callsOf(w.sim)[1])).not.toContain('again in');
});

it('waits when the pause is longer than a call may take, shows until when, and goes on by itself', async () => {
  await w.close();
  const clock = createFakeClock();
  w = await startWorld({ clock });
  let calls = 0;
  w.sim.script(() =>
    ++calls === 1 ? [{ do: 'answer', status: 429, headers: { 'retry-after': '1800' } }] : [{ do: 'text', text: 'Half an hour later.' }],
  );
  const messageId = await send(w.client, w.chatId, 'Go');
  const waiting = await turnIn(w.client, messageId, 'waiting');
  expect(waiting).toMatchObject({ wait: 'quota', reason: { code: 'waiting-for-model' } });
  expect(renderReason(waiting.reason ?? { code: '', params: {} })).toMatch(/tried again/);
  expect(waiting.nextAt).toBe(clock.now() + 1_800_000);
  clock.advance(1_799_000);
  expect((await w.client.turns.get({ turnId: waiting.id })).state).toBe('waiting');
  expect(calls).toBe(1);
  clock.advance(1_000);
  expect((await outcome(w.client, messageId)).reply).toBe('Half an hour later.');
});

it('takes up a turn that waits for a model after a restart', async () => {
  await w.close();
  const clock = createFakeClock();
  w = await startWorld({ clock });
  w.sim.script(() => [{ do: 'answer', status: 429, headers: { 'retry-after': '1800' } }]);
  const messageId = await send(w.client, w.chatId, 'Go');
  await turnIn(w.client, messageId, 'waiting');
  w = await w.restart();
  w.sim.script(() => [{ do: 'text', text: 'Back.' }]);
  clock.advance(1_800_000);
  expect((await outcome(w.client, messageId)).reply).toBe('Back.');
});

it('is not fooled by a server that never answers', async () => {
  await w.client.plugins.saveSettings({ id: 'openai-compatible', settings: { firstAnswerTimeoutSeconds: 0.05, idleTimeoutSeconds: 0.05 } });
  let calls = 0;
  w.sim.script(() => (++calls === 1 ? [{ do: 'hang' }] : [{ do: 'text', text: 'Now.' }]));
  const said = await say(w.client, w.chatId, 'Go');
  expect(said.reply).toBe('Now.');
  expect(said.turn?.steps.find((s) => s.kind === 'notice')?.reason?.params).toMatchObject({ why: 'no-answer' });
});

it('says in words what a person can do when every account is refused', async () => {
  w.sim.script(() => [{ do: 'answer', status: 401, body: { error: { message: 'no' } } }]);
  const said = await say(w.client, w.chatId, 'Go');
  expect(said).toMatchObject({ state: 'failed', turn: { reason: { code: 'key-rejected' } } });
  expect(renderReason(said.turn?.reason ?? { code: '', params: {} })).toContain('does not accept the key of sim');
  expect(callsOf(w.sim)).toHaveLength(1);
});

it('does not call a model while the vault is locked, says how to unlock it, and works afterwards', async () => {
  await w.client.vault.setPassphrase({ passphrase: 'correct horse', keepKeyFile: false });
  w = await w.restart();
  const said = await say(w.client, w.chatId, 'Go');
  expect(said).toMatchObject({ state: 'failed', turn: { reason: { code: 'vault-locked' } } });
  expect(callsOf(w.sim)).toHaveLength(0);
  await expect(w.client.vault.unlock({ passphrase: 'wrong' })).rejects.toMatchObject({ data: { code: 'vault-wrong-passphrase' } });
  await w.client.vault.unlock({ passphrase: 'correct horse' });
  await w.client.turns.retry({ turnId: said.turn?.id ?? '' });
  expect((await outcome(w.client, said.messageId)).reply).toBe('Hello from the simulated model.');
  await until(w.client, 'quiet', async () => (await w.client.host.status()).turns.running.length === 0);
});
