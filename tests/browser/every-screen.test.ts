import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { defaultUiSettings } from '#contract/model/ui-settings.ts';
import type { FixtureHost } from './fixture-host.ts';
import { makeLink, makeLinkChat } from './fixture-links.ts';
import { fixturePage } from './fixture-page.ts';
import { makePlugin } from './fixture-state.ts';
import { type Screen, testScreens } from './screens.ts';

const prepare = (host: FixtureHost): void => {
  host.state.ui = { ...host.state.ui, seen: [] };
  host.state.links = [makeLink()];
  host.state.linkChats = [makeLinkChat('home', { workspaceId: 'ws-1', kind: 'group' }), makeLinkChat('run')];
  host.state.plugins = [
    makePlugin({
      canTest: true,
      settingsSchema: {
        type: 'object',
        required: ['address'],
        properties: {
          address: { type: 'string', format: 'uri', title: 'Address', 'x-help': 'Where it answers.' },
          key: { type: 'string', title: 'Key', 'x-secret': true },
          seconds: { type: 'number', title: 'Patience', default: 60, maximum: 290 },
          mode: { type: 'string', title: 'Mode', enum: ['off', 'on'], default: 'off' },
          fast: { type: 'boolean', title: 'Fast', 'x-help': 'Less careful.' },
          words: { type: 'array', items: { type: 'string' }, title: 'Words' },
        },
      },
    }),
    makePlugin({
      id: 'broken',
      title: 'Broken',
      state: 'failed',
      reason: { code: 'plugin-failed', params: { plugin: 'broken', detail: 'no' } },
    }),
  ];
};

const heading = (page: Page) => page.locator('h1').first().waitFor();
const settings = ['appearance', 'language', 'shortcuts', 'notifications', 'sending', 'deputy', 'data'].map(
  (part): Screen => ({
    name: `settings: ${part}`,
    path: `#/settings/${part}`,
    ready: (page) => page.locator('.py-settings__body').waitFor(),
  }),
);
const welcome = (step: 'think' | 'work' | 'say'): Screen => ({
  name: `first steps: ${step}`,
  path: '#/welcome',
  async ready(page, host) {
    host.state.ui = { ...host.state.ui, welcomeStep: step };
    host.emit('settings', 'window', { chatId: null });
    await page
      .locator(step === 'think' ? '.py-choice' : step === 'work' ? '.py-path' : '.py-job')
      .first()
      .waitFor();
    if (step === 'think') await page.getByRole('radio').nth(2).check();
  },
});
const screens: readonly Screen[] = [
  ...settings,
  welcome('think'),
  welcome('work'),
  welcome('say'),
  {
    name: 'plugins with a form',
    path: '#/plugins',
    async ready(page) {
      await page.locator('.py-plugin__settings button').first().click();
      await page.locator('.py-plugin__form input').first().fill('nowhere');
      await page.locator('.mantine-InputWrapper-error').waitFor();
    },
  },
  { name: 'workspaces', path: '#/workspaces', ready: heading },
  {
    name: 'permissions of a workspace, with both forms open',
    path: '#/workspaces/ws-1:permissions',
    async ready(page) {
      await page.locator('.py-choice[data-chosen] button').last().click();
      await page.locator('section.py-card').nth(1).locator('.py-ws__buttons button').last().click();
      await page.locator('form.py-sec__editor .py-sec__row').waitFor();
      await page.locator('.py-sec__trial').waitFor();
    },
  },
  {
    name: 'linked numbers',
    path: '#/links',
    async ready(page) {
      await page.locator('.py-linkchats li').first().waitFor();
      await page.locator('.py-linkchats__name').last().waitFor();
      await page.locator('.py-owners').waitFor();
    },
  },
  { name: 'approvals', path: '#/approvals', ready: heading },
  { name: 'activity', path: '#/activity', ready: heading },
  { name: 'health', path: '#/health', ready: heading },
  {
    name: 'command palette',
    path: '#/settings',
    isDialog: true,
    async ready(page) {
      await page.locator('.py-settings__body').waitFor();
      await page.keyboard.press('Control+k');
      await page.locator('.py-palette__item').first().waitFor();
    },
  },
  {
    name: 'sheet of keys',
    path: '#/settings',
    isDialog: true,
    async ready(page) {
      await page.locator('.py-settings__body').waitFor();
      await page.keyboard.press('Control+/');
      await page.locator('.py-keysheet').waitFor();
    },
  },
];

testScreens(screens, prepare);

const window = fixturePage(prepare);

test('a dialog above the page gives the focus back to where it was', async () => {
  const open = await window.open({ path: '#/settings/data' });
  const button = open.page.getByRole('button', { name: 'Export' });
  await button.focus();
  for (const keys of ['Control+k', 'Control+/']) {
    await open.page.keyboard.press(keys);
    await open.page.getByRole('dialog').waitFor();
    await open.page.keyboard.press('Escape');
    await open.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => button.evaluate((el) => el === el.ownerDocument.activeElement)).toBe(true);
  }
});

test('colours, spacing and size are the same in the next window, from its first paint on', async () => {
  window.host().state.ui = { ...defaultUiSettings, welcome: 'done' };
  const open = await window.open({ path: '#/settings/appearance', colorScheme: 'light' });
  const { page } = open;
  const host = window.host();
  await page.getByText('Dark', { exact: true }).click();
  await page.getByText('Compact', { exact: true }).click();
  await page.getByText('120 %', { exact: true }).click();
  await expect.poll(() => host.state.ui).toMatchObject({ colors: 'dark', density: 'compact', textPercent: 120 });
  await page.addInitScript(
    `new MutationObserver((_, watch) => { if (!document.body) return; watch.disconnect(); const d = document.documentElement; window.first = [d.dataset.mantineColorScheme, d.dataset.density, d.style.fontSize]; }).observe(document, { childList: true, subtree: true })`,
  );
  await page.reload();
  expect(await page.evaluate('window.first')).toEqual(['dark', 'compact', '120%']);
  const other = await window.open({ colorScheme: 'light' });
  await expect.poll(() => other.page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
});
