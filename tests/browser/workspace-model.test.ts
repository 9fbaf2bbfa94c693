import { beforeEach, expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';

const { host, open, opened } = fixturePage((host) => {
  const [work] = host.state.accounts;
  if (work) host.state.accounts = [...host.state.accounts, { ...work, id: 'acc-3', name: 'spare', usedBy: [] }];
});
beforeEach(async () => {
  await open({ path: '#/workspaces/ws-1' });
});

const saved = (): unknown => host().calls.findLast(({ name }) => name === 'workspaces.set')?.input;

test('choosing another account sets exactly that one: the one before does not stay as a fallback', async () => {
  const card = opened().page.getByRole('region', { name: 'Who thinks here' });
  await card.getByRole('combobox', { name: 'Account', exact: true }).selectOption('practice');
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Saved.').waitFor();
  expect(saved()).toEqual({ name: 'home', accounts: ['practice'], model: null });
});

test('a fallback is what the person adds, in that order, and goes when it is removed', async () => {
  const card = opened().page.getByRole('region', { name: 'Who thinks here' });
  const add = card.getByRole('button', { name: 'Add an account for when work cannot answer' });
  await add.click();
  await add.click();
  await card.getByRole('combobox', { name: 'Account 1 when the others cannot answer' }).waitFor();
  expect(await add.count()).toBe(0);
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Saved.').waitFor();
  expect(saved()).toMatchObject({ accounts: ['work', 'practice', 'spare'] });

  await card.getByRole('button', { name: 'Do not use practice then' }).click();
  await card.getByRole('combobox', { name: 'Account', exact: true }).selectOption('spare');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect.poll(saved).toMatchObject({ accounts: ['spare'] });
});
