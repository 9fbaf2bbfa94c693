import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HealthRow } from '#contract/model/health.ts';
import { renderReason } from '#contract/text/render.ts';
import { calling, obey } from '../../harness/obey.ts';
import { outcome, pendingAsk, send } from '../../harness/talk.ts';
import { publicSink, toolPlugin } from '../../harness/tool-plugin.ts';
import { callsOf, textOf } from '../../harness/wire.ts';
import { startWorld, type World } from '../../harness/world.ts';
import type { Action } from '../../sim/models/actions.ts';
import { type ModelSim, startModelSim } from '../../sim/models/server.ts';

let w: World;
let judge: ModelSim;
beforeEach(async () => {
  w = await startWorld({ plugins: [toolPlugin({ tools: [publicSink] })] });
  w.sim.script(obey);
  judge = await startModelSim();
  await w.client.accounts.add({ name: 'small', provider: 'openai', baseUrl: `${judge.url}/v1`, key: 'deputy-key-0123456789' });
  const accountId = (await w.client.accounts.list()).find(({ name }) => name === 'small')?.id ?? '';
  await w.client.deputy.set({ accountId, model: 'sim-small' });
});
afterEach(async () => {
  await w.close();
  await judge.close();
});

const says = (text: string) => (): Action[] => [{ do: 'text', text }];
const clean = says('{"verdict":"clean","reason":""}');
const tried = async () => {
  const { ok, reason } = await w.client.deputy.test();
  return { ok, code: reason.code, text: renderReason(reason) };
};
const deputyRow = async (): Promise<HealthRow | undefined> => (await w.client.health.rows()).find(({ id }) => id === 'deputy');
/** A call that goes out, so that it is judged; whatever is asked about it is denied. */
const judgeOne = async (): Promise<void> => {
  const turn = await send(w.client, w.chatId, calling('public_sink'));
  await w.client.asks.answer({ id: (await pendingAsk(w.client)).id, decision: 'deny' });
  await outcome(w.client, turn);
};

it('judges a harmless sample for real and says how that went', async () => {
  judge.script(clean);
  expect(await tried()).toMatchObject({
    ok: true,
    text: expect.stringMatching(/^small \(sim-small\) answered in \d+\.\d s and found the sample/),
  });
  const [request] = callsOf(judge);
  expect(textOf(request)).toContain('The town library is open');
  expect(textOf(request)).toContain('Answer with one JSON object');
});

it.each<[string, () => Action[], string, RegExp]>([
  [
    'flags it',
    says('{"verdict":"flagged","reason":"I do not\\nlike it"}'),
    'deputy-tried-flagged',
    /Its words: “I do not like it” .* Choose another model\.$/,
  ],
  ['only talks', says('It is fine.'), 'deputy-tried-no-verdict', /but gave no verdict\. Its answer was no JSON\. Choose another model/],
  ['refuses the key', () => [{ do: 'answer', status: 401 }], 'key-rejected', /does not accept the key of small\..*paste it in Accounts\.$/],
])('says what to do about a model that %s', async (_, script, code, text) => {
  judge.script(script);
  expect(await tried()).toEqual({ ok: false, code, text: expect.stringMatching(text) });
});

it('says that it is off, or that its account is gone, and asks nobody', async () => {
  await w.client.accounts.remove({ name: 'small' });
  expect(await tried()).toMatchObject({ ok: false, code: 'deputy-no-account' });
  await w.client.deputy.set({ accountId: null, model: null });
  expect(await tried()).toMatchObject({ ok: false, code: 'deputy-off' });
  expect(callsOf(judge)).toEqual([]);
});

it('a refused key fails its health row at once, until the account answers again', async () => {
  judge.script(() => [{ do: 'answer', status: 401 }]);
  expect(await deputyRow()).toMatchObject({ state: 'ok', action: { kind: 'test-deputy' } });
  await judgeOne();
  const row = await deputyRow();
  expect(row).toMatchObject({ state: 'failing', name: 'small', action: { kind: 'open-account', target: 'small' } });
  expect(renderReason(row?.reason ?? { code: '', params: {} })).toMatch(/can judge nothing\. .* does not accept the key of small\./);
  judge.script(clean);
  await w.client.accounts.test({ name: 'small', model: 'sim-small' });
  expect(await deputyRow()).toMatchObject({ state: 'ok' });
});

it('three judgements in a row that were none fail it, one that is one ends that, and so does the button', async () => {
  judge.script(says('Nice call!'));
  await judgeOne();
  await judgeOne();
  expect(await deputyRow()).toMatchObject({ state: 'ok' });
  await judgeOne();
  expect(await deputyRow()).toMatchObject({
    state: 'failing',
    reason: { params: { why: 'deputy-no-json' } },
    action: { kind: 'test-deputy' },
  });
  judge.script(clean);
  const rows = await w.client.health.fix({ kind: 'test-deputy', target: '' });
  expect(rows.find(({ id }) => id === 'deputy')).toMatchObject({ state: 'ok' });
});

it('an account that is gone or locked away fails it with its cause and click; while it is off there is no row', async () => {
  await w.client.accounts.remove({ name: 'small' });
  expect(await deputyRow()).toMatchObject({
    state: 'failing',
    reason: { params: { why: 'deputy-no-account' } },
    action: { kind: 'open-deputy' },
  });
  await w.client.deputy.set({ accountId: null, model: null });
  expect(await deputyRow()).toBeUndefined();
});
