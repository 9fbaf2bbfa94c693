import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type FixtureHost, startFixtureHost } from './fixture-host.ts';
import { makeAsk, makeChat, makeMessage, makeModel, makePlugin, makeStep, makeTool, makeTurn } from './fixture-state.ts';
import { launchBrowser, type OpenPage, openPage } from './open-page.ts';

let browser: Browser;
let host: FixtureHost;
let open: OpenPage;
let axe: string;

beforeAll(async () => {
  browser = await launchBrowser();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(() => browser.close());

/** A chat in which everything that can be shown is shown. */
const everything = (): void => {
  const { state } = host;
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

beforeEach(async () => {
  host = await startFixtureHost(inject('pageDir'));
  everything();
});
afterEach(async () => {
  try {
    await open?.close();
  } finally {
    await host.close();
  }
});

interface Screen {
  readonly name: string;
  readonly path: string;
  readonly ready: (page: Page) => Promise<unknown>;
}
const screens: readonly Screen[] = [
  { name: 'chat', path: '#/chat/chat-1', ready: (page) => page.getByText('זה').or(page.getByText('שלום עולם')).waitFor() },
  { name: 'empty chat', path: '#/chat/chat-4', ready: (page) => page.locator('.py-empty').waitFor() },
  {
    name: 'accounts',
    path: '#/accounts',
    ready: async (page) => {
      await page.locator('.py-accounts__head button').click();
      await page.locator('.py-local').waitFor();
      await page.locator('.py-account').first().locator('button').first().click();
      await page.locator('.py-outcome--ok').waitFor();
      await page.locator('.py-workspace').waitFor();
    },
  },
  { name: 'plugins', path: '#/plugins', ready: (page) => page.locator('.py-plugin').nth(2).waitFor() },
];

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}
const findings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as { violations: Finding[] };
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
};

for (const scheme of ['light', 'dark'] as const)
  for (const screen of screens)
    test(`the ${screen.name} screen has no accessibility finding in ${scheme} colours`, async () => {
      open = await openPage(browser, host, { colorScheme: scheme, path: screen.path, reducedMotion: 'reduce' });
      await screen.ready(open.page);
      for (const fold of await open.page.locator('.py-work__line').all()) await fold.click();
      expect(await findings(open.page)).toEqual([]);
      expect(open.errors).toEqual([]);
    });

test('the page of a refused link has no accessibility finding', async () => {
  open = await openPage(browser, host);
  await open.page.goto('about:blank');
  await open.page.goto(`${host.url}/#k=never-made`);
  await open.page.getByText('This link was used.').waitFor();
  expect(await findings(open.page)).toEqual([]);
});

const sizes = [
  { name: 'a small window (900 x 600)', viewport: { width: 900, height: 600 } },
  { name: 'a phone (360 x 740)', viewport: { width: 360, height: 740 } },
  { name: 'a small window at 200 % zoom', viewport: { width: 450, height: 300 } },
];
// Cut off: wider than its box, and neither scrolling nor ending in an ellipsis.
const cutOff = `[document.documentElement, ...document.querySelectorAll('main *')].filter((el) => { const s = getComputedStyle(el); return el.scrollWidth > el.clientWidth + 1 && !['visible', 'auto', 'scroll'].includes(s.overflowX) && s.textOverflow !== 'ellipsis' && !el.closest('.py-hidden, .mantine-Switch-root, input'); }).map((el) => el.className || el.nodeName)`;
for (const screen of screens)
  test(`the ${screen.name} screen fits a small window, a phone and 200 % zoom: nothing is cut off at the side`, async () => {
    open = await openPage(browser, host, { path: screen.path });
    await screen.ready(open.page);
    for (const { name, viewport } of sizes) {
      await open.page.setViewportSize(viewport);
      await open.page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      expect(await open.page.evaluate(cutOff), name).toEqual([]);
      expect(await open.page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true);
    }
  });

test('in a narrow window the chats are in a drawer that closes after a choice', async () => {
  open = await openPage(browser, host, { viewport: { width: 390, height: 740 } });
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
  open = await openPage(browser, host);
  const { page } = open;
  await page.getByRole('article', { name: /Practice, no AI/ }).waitFor();
  await page.getByText('Practice: no AI, nothing leaves this computer. Tools, sandbox, approvals and history are real.').waitFor();
  await page.getByRole('button', { name: 'Make this smaller' }).click();
  await page.getByRole('button', { name: 'Practice, no AI' }).waitFor();
});

test('text of a right-to-left language runs that way', async () => {
  open = await openPage(browser, host);
  const bubble = open.page.getByText('שלום עולם');
  expect(await bubble.evaluate((el) => el.ownerDocument.defaultView?.getComputedStyle(el).direction)).toBe('rtl');
});

// Whatever is not in brackets did not come from the locale; what people, models and the host wrote is marked translate="no".
const untranslated = `(() => {
  const found = [];
  const isOurs = (el) => !el.closest('[translate="no"], script, style, time, textarea');
  const bare = (text) => { let rest = text, last; do { last = rest; rest = last.replace(/⟦[^⟦⟧]*⟧/g, ''); } while (rest !== last); return rest.replace(/[\\d\\s.,:·%…–\\-$!?()*]/g, ''); };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const el = walk.currentNode.parentElement; if (isOurs(el) && bare(walk.currentNode.data)) found.push(walk.currentNode.data); }
  for (const el of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) { const v = el.getAttribute(name); if (v && bare(v) && !v.includes('⟦') && !el.closest('article, section[aria-label], .py-chip')) found.push(name + ': ' + v); }
  return found;
})()`;
for (const screen of screens)
  test(`every text of the ${screen.name} screen comes from the locale`, async () => {
    open = await openPage(browser, host);
    await open.page.goto(`${host.url}/?locale=pseudo${screen.path}`);
    await screen.ready(open.page);
    for (const fold of await open.page.locator('.py-work__line').all()) await fold.click();
    const found = (await open.page.evaluate(untranslated)) as string[];
    expect(found.filter((text) => !/^(Alt|A|claude-.*)$/.test(text))).toEqual([]);
  });

test('Tab reaches every control of the chat screen, and the focus can always be seen', async () => {
  open = await openPage(browser, host, { path: '#/chat/chat-4' });
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
