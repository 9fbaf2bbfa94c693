import { expect, test } from 'vitest';
import { makeRow } from './fixture-overview.ts';
import { fixturePage } from './fixture-page.ts';
import { makeMessage, makeStep, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes, misfits } from './page-checks.ts';

const { host, open } = fixturePage();

const down = (code: string, more: Parameters<typeof makeRow>[0] = {}) =>
  makeRow({
    id: 'account:acc-1',
    subject: 'account',
    name: 'work',
    state: 'failing',
    reason: { code, params: { account: 'work', host: 'api.anthropic.com', provider: 'anthropic' } },
    action: { kind: 'test-account', target: 'acc-1' },
    ...more,
  });

test('before anything is sent the composer says that the account does not answer, and when it is tried again', async () => {
  host().state.health = [down('refused', { nextAt: Date.now() + 90_000 })];
  const { page } = await open();
  await page
    .getByText(/work cannot answer now: Nothing is running at api.anthropic.com. What you send waits, and is sent when work is back/)
    .waitFor();
  await page.getByText(/Next try in 1:\d\d/).waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  expect(await misfits(page)).toEqual([]);
  // A test that works makes the row good, and the warning goes.
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByText(/cannot answer now/).waitFor({ state: 'detached' });
  expect(host().calls.findLast(({ name }) => name === 'health.fix')?.input).toEqual({ kind: 'test-account', target: 'acc-1' });
});

test('what only a person can change says that sending fails until then, and leads there', async () => {
  host().state.health = [down('key-rejected', { action: { kind: 'open-account', target: 'work' } })];
  const { page } = await open();
  await page.getByText(/What you send fails until this is changed/).waitFor();
  await page.getByRole('link', { name: 'Open accounts' }).click();
  await page.getByRole('heading', { name: 'Accounts' }).waitFor();
});

test('a second account that is well is named as the one that answers instead', async () => {
  const { state } = host();
  const [first] = state.accounts;
  if (first) state.accounts.push({ ...first, id: 'acc-9', name: 'spare' });
  state.workspaces = state.workspaces.map((w) => ({
    ...w,
    accounts: [...w.accounts.slice(0, 1), { id: 'acc-9', name: 'spare', provider: 'anthropic' }],
  }));
  state.health = [down('refused'), down('health-account-ok', { id: 'account:acc-9', name: 'spare', state: 'ok' })];
  const { page } = await open();
  await page.getByText('spare answers instead.').waitFor();
  // Where one writes the name and the colour are those of the account that will answer.
  await page.locator('.py-answerer__who', { hasText: 'spare answers' }).waitFor();
  await page.getByRole('link', { name: 'Choose who answers first' }).waitFor();
});

test('a turn that waits says for whom and until when, and can be tried at once', async () => {
  host().state.messages = [makeMessage(1, { text: 'Go', state: 'claimed', turnId: 'turn-1' })];
  const why = { code: 'waiting-for-model', params: { why: 'refused', account: 'work', wait: 1, of: 6 } };
  host().state.turns = [
    makeTurn({
      state: 'waiting',
      wait: 'quota',
      endedAt: null,
      nextAt: Date.now() + 90_000,
      reason: why,
      steps: [makeStep('n', 1, { kind: 'notice', reason: why })],
    }),
  ];
  host().state.health = [down('refused', { nextAt: Date.now() + 90_000 })];
  const { page } = await open();
  await page.getByText('Will be sent when work is back').waitFor();
  await page.getByText(/Next try in 1:\d\d, by itself/).waitFor();
  // Told in one place.
  expect(await page.getByText(/No account can answer now/).count()).toBe(1);
  expect(await page.getByText(/work cannot answer now/).count()).toBe(0);
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await page.getByRole('button', { name: 'Try now' }).click();
  expect(host().calls.findLast(({ name }) => name === 'turns.tryNow')?.input).toEqual({ turnId: 'turn-1' });
});
