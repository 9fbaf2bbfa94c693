import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { FixtureHost } from './fixture-host.ts';
import { fixturePage } from './fixture-page.ts';
import { makeAsk, makeChat, makeMessage, makeModel, makePlugin, makeStep, makeTool, makeTurn } from './fixture-state.ts';
import { findings } from './page-checks.ts';
import { type Screen, testScreens } from './screens.ts';

/** A chat in which everything that can be shown is shown. */
const everything = ({ state }: FixtureHost): void => {
  state.chats = [
    makeChat({ state: 'waiting', draft: 'half a thought', undoResetUntil: Date.now() + 500_000 }),
    makeChat({ id: 'chat-2', name: 'Working', state: 'working', lastText: 'something' }),
    makeChat({ id: 'chat-3', name: 'Failed', channel: 'whatsapp', state: 'failed' }),
    makeChat({ id: 'chat-4', name: 'Nothing yet' }),
  ];
  state.workspaces = state.workspaces.map((workspace) => ({
    ...workspace,
    accounts: [{ id: 'acc-2', name: 'practice', provider: 'practice' }],
    model: null,
    tainted: { code: 'workspace-tainted', params: {} },
  }));
  state.messages = [
    makeMessage(1),
    makeMessage(2, { origin: 'harness', text: 'A note of the harness.' }),
    makeMessage(3, { origin: 'command', text: '!sleep 60', state: 'received', sentAt: Date.now() }),
    makeMessage(4, { origin: 'command', text: '!ls', command: { line: 'ls', exitCode: 2, output: 'ls: no', outputBlob: 'a'.repeat(64) } }),
    makeMessage(5, { origin: 'task', text: 'Every morning' }),
    makeMessage(6, { state: 'failed' }),
    makeMessage(8, { origin: 'harness', text: '', reason: { code: 'session-reset', params: {} } }),
    makeMessage(9, { state: 'queued', text: 'שלום עולם' }),
  ];
  state.turns = [
    makeTurn({
      noAi: true,
      steps: [
        makeModel('model-1', 0, { noAi: true, provider: 'practice', account: 'practice', usage: null }),
        makeStep('thinking-1', 1, { kind: 'thinking', text: 'Hm.' }),
        makeTool('tool-1', 2, { input: { command: 'false' }, output: 'no', exitCode: 1 }, { state: 'failed' }),
        makeTool('tool-2', 3, { input: { command: 'pay' }, exitCode: null }, { state: 'unknown' }),
        makeStep('text-1', 4, {
          text: '# Title\n\nText with `code`, a [link](https://example.com) and\n\n> a quote\n\n```js\nconst a = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |',
        }),
        makeStep('summary-1', 5, { kind: 'summary', text: 'Earlier' }),
      ],
    }),
    makeTurn({ id: 'turn-2', afterSeq: 4, state: 'failed', steps: [] }),
    makeTurn({ id: 'turn-3', afterSeq: 5, state: 'waiting', wait: 'quota', endedAt: null, nextAt: Date.now() + 90_000 }),
    makeTurn({ id: 'turn-4', afterSeq: 6, state: 'interrupted', endedAt: null }),
    makeTurn({ id: 'turn-5', afterSeq: 9, again: 'What was said far above', state: 'waiting', wait: 'ask', endedAt: null }),
  ];
  state.asks = [
    makeAsk({ id: 'ask-0', shortId: 'aaaaaa', turnId: 'turn-1', state: 'answered', answeredBy: 'You', answeredAt: Date.now() }),
    makeAsk({ turnId: 'turn-5' }),
    makeAsk({
      id: 'ask-2',
      shortId: 'zzzzzz',
      turnId: 'turn-5',
      kind: 'question',
      questions: [{ question: 'Which one?', options: ['This', 'That'] }],
    }),
  ];
  state.plugins = [
    makePlugin(),
    makePlugin({ id: 'broken', title: 'Broken', state: 'failed' }),
    makePlugin({ id: 'off', title: 'Off', enabled: false, state: 'disabled', permissions: [] }),
  ];
};

const openFolds = async (page: Page): Promise<void> => {
  for (const fold of await page.locator('.py-work__line[aria-expanded="false"]').all()) await fold.click();
};
const screens: readonly Screen[] = [
  {
    name: 'chat',
    path: '#/chat/chat-1',
    isTabTestedElsewhere: true,
    async ready(page) {
      await page.getByText('שלום עולם').waitFor();
      await openFolds(page);
    },
  },
  { name: 'empty chat', path: '#/chat/chat-4', isTabTestedElsewhere: true, ready: (page) => page.locator('.py-empty').waitFor() },
  {
    name: 'accounts',
    path: '#/accounts',
    async ready(page) {
      await page.locator('.py-accounts__head button').click();
      await page.locator('.py-local').waitFor();
      await page.locator('.py-account__actions button').first().click();
      await page.locator('.py-outcome--ok').waitFor();
    },
  },
  { name: 'plugins', path: '#/plugins', ready: (page) => page.locator('.py-plugin').nth(2).waitFor() },
];
testScreens(screens, everything);

const window = fixturePage(everything);

test('the page of a refused link has no accessibility finding', async () => {
  const open = await window.open();
  await open.page.goto('about:blank');
  await open.page.goto(`${window.host().url}/#k=never-made`);
  await open.page.getByText('This link was used.').waitFor();
  expect(await findings(open.page)).toEqual([]);
});

test('in a narrow window the chats are in a drawer that closes after a choice', async () => {
  const open = await window.open({ viewport: { width: 390, height: 740 } });
  const { page } = open;
  await page.getByRole('button', { name: 'Open menu' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Nothing yet/ })
    .click();
  await page.getByRole('heading', { name: 'Nothing yet' }).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('Practice is named so in its bubble and in a banner that can be made smaller but not removed', async () => {
  const open = await window.open();
  const { page } = open;
  await page.getByRole('article', { name: /Practice, no AI/ }).waitFor();
  await page.getByText('Practice: no AI, nothing leaves this computer. Tools, sandbox, approvals and history are real.').waitFor();
  await page.getByRole('button', { name: 'Make this smaller' }).click();
  await page.getByRole('button', { name: 'Practice, no AI' }).waitFor();
});

test('text of a right-to-left language runs that way', async () => {
  const open = await window.open();
  const bubble = open.page.getByText('שלום עולם');
  expect(await bubble.evaluate((el) => el.ownerDocument.defaultView?.getComputedStyle(el).direction)).toBe('rtl');
});

test('Tab reaches every control of the chat screen, and the focus can always be seen', async () => {
  const open = await window.open({ path: '#/chat/chat-4' });
  const { page } = open;
  await page.locator('.py-empty').waitFor();
  await page.evaluate('document.activeElement.blur()');
  const reached = new Set<string>();
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab');
    const at =
      (await page.evaluate(`(() => { const el = document.activeElement; const s = getComputedStyle(el); const box = el.closest('.py-composer__box'); const radio = el.matches('input[type=radio]') && el.nextElementSibling ? getComputedStyle(el.nextElementSibling) : s;
      return { isBody: el === document.body, name: el.getAttribute('aria-label') || el.textContent || el.value, seen: [s, radio, box ? getComputedStyle(box) : s].some((c) => c.outlineStyle !== 'none' && c.outlineWidth !== '0px') }; })()`)) as {
        isBody: boolean;
        name: string;
        seen: boolean;
      };
    if (at.isBody || reached.has(at.name)) continue;
    reached.add(at.name);
    expect(at.seen, `the focus on "${at.name}" can be seen`).toBe(true);
  }
  const names = [...reached].join('|');
  for (const name of [
    'New chat',
    'waiting for you',
    'Nothing yet',
    'Accounts',
    'Plugins',
    'Start fresh',
    'Messages',
    'Tidy the downloads',
    'Message to Nothing yet',
    'Send',
  ])
    expect(names).toContain(name);
});
