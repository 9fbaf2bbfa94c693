import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeMessage, makeModel, makeTurn } from './fixture-state.ts';

const { host, open } = fixturePage((host) => {
  const [work] = host.state.accounts;
  if (work) host.state.accounts = [...host.state.accounts, { ...work, id: 'acc-local', name: 'local' }];
});
const saved = (): unknown[] =>
  host()
    .calls.filter(({ name }) => name === 'deputy.set')
    .map(({ input }) => input);

test('the Deputy is off until an account is chosen, and rules without a model are none', async () => {
  const { page } = await open({ path: '#/settings/deputy' });
  const account = page.getByRole('combobox', { name: 'Account that judges' });
  await expect.poll(() => account.inputValue()).toBe('');
  expect(await account.getByRole('option').allTextContents()).toEqual(['Off: nobody judges', 'work', 'local']);
  await account.selectOption({ label: 'work' });
  const model = page.getByRole('combobox', { name: 'Model', exact: true });
  await model.fill('small-1');
  await page.keyboard.press('Tab');
  await expect.poll(() => saved().length).toBe(2);
  expect(saved()).toEqual([
    { accountId: 'acc-1', model: null },
    { accountId: 'acc-1', model: 'small-1' },
  ]);
  await account.selectOption({ label: 'Off: nobody judges' });
  await expect.poll(() => saved().at(-1)).toEqual({ accountId: null, model: null });
  await model.waitFor({ state: 'detached' });
});

test('it says that everything counts as flagged while it can judge nothing, and where it judges nothing', async () => {
  const { page } = await open({ path: '#/settings/deputy' });
  await page.getByRole('combobox', { name: 'Account that judges' }).selectOption({ label: 'local' });
  await page.getByText('It can judge nothing now, so everything counts as flagged.').waitFor();
  await page.getByText('Not in work: what is said there may not go to this account.').waitFor();
});

test('an answer names what its judgements cost, and is still by the account that gave it', async () => {
  host().state.messages = [makeMessage(1, { text: 'Look it up' })];
  const judged = makeModel('judged', 2, { account: 'small', model: 'sim-small', costMicros: 1_200, isDeputy: true });
  host().state.turns = [makeTurn({ steps: [makeModel('answer', 1), judged] })];
  const { page } = await open();
  const foot = page.locator('.py-agent__foot');
  await foot.getByText(/with one judgement of the Deputy/).waitFor();
  expect(await foot.textContent()).toMatch(/^claude-sonnet-5-5 · work · .*with one judgement of the Deputy \(\$0\.0012\)/);
});

test('whoever is chosen is tried at once, and again by a click; what cannot judge stays chosen and says what to do', async () => {
  const { page } = await open({ path: '#/settings/deputy' });
  await page.getByRole('combobox', { name: 'Account that judges' }).selectOption({ label: 'work' });
  await page.getByText(/^work \(claude-sonnet-5-5\) answered in 1\.2 s and found the sample harmless, as it is\. .*\$0\.0003/).waitFor();
  await page.getByRole('combobox', { name: 'Model', exact: true }).fill('chatty-1');
  await page.keyboard.press('Tab');
  const problem = page.getByRole('alert').filter({ hasText: 'gave no verdict' });
  await problem.waitFor();
  expect(await problem.innerText()).toMatch(/Its answer was no JSON\.\s+Choose another model: as it is, everything counts as flagged\./);
  expect(saved().at(-1)).toEqual({ accountId: 'acc-1', model: 'chatty-1' });
  const tries = (): number => host().calls.filter(({ name }) => name === 'deputy.test').length;
  const before = tries();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect.poll(tries).toBe(before + 1);
  await problem.waitFor();
});
