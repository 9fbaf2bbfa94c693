import { expect, test } from 'vitest';
import { failure } from './fixture-faults.ts';
import { makeLink } from './fixture-links.ts';
import { fixturePage } from './fixture-page.ts';

const fixture = fixturePage((host) => {
  host.state.links = [makeLink()];
});

test.each([
  ['approvals', 'asks.list', 'The approvals could not be read'],
  ['activity', 'activity.list', 'The activity could not be read'],
  ['activity/tasks', 'tasks.list', 'The tasks could not be read'],
  ['activity/decisions', 'audit.list', 'The decisions could not be read'],
  ['workspaces/ws-1:permissions', 'profiles.list', 'The permissions could not be loaded'],
  ['health/logs', 'logs.page', 'The log could not be read'],
  ['links', 'links.watch', 'The linked numbers could not be loaded'],
])('%s says what could not be fetched and why, and a click asks again', async (path, call, what) => {
  const { page } = await fixture.open({ viewport: { width: 900, height: 600 } });
  let isBroken = true;
  fixture.host().before = (name, input) => {
    const isForPage = name !== 'asks.list' || (input as { state?: string }).state === 'all';
    if (isBroken && name === call && isForPage) throw failure('internal', 'The disk gave a strange answer.');
  };
  await page.goto(`${fixture.host().url}/#/${path}`);
  const problem = page.getByRole('alert').filter({ hasText: what });
  await problem.getByText('The disk gave a strange answer.').waitFor();
  isBroken = false;
  await problem.getByRole('button', { name: 'Try again' }).press('Enter');
  await problem.waitFor({ state: 'detached' });
  expect(fixture.host().calls.filter(({ name }) => name === call).length).toBeGreaterThan(1);
});

test('what was typed into the permissions stays when they cannot be fetched again', async () => {
  const { page } = await fixture.open({ path: '#/workspaces/ws-1:permissions' });
  await page.getByRole('button', { name: 'New rule' }).click();
  const form = page.getByRole('form', { name: 'New rule' });
  await form.getByRole('combobox').first().waitFor();
  fixture.host().before = (name) => {
    if (name === 'rules.list') throw failure('internal', 'The disk gave a strange answer.');
  };
  fixture.host().emit('profile', 'x', { chatId: null });
  await page.getByText('The permissions could not be loaded').waitFor();
  expect(await form.isVisible()).toBe(true);
});
