import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { makeActivity, makeLine, makeRow } from './fixture-overview.ts';
import { fixturePage } from './fixture-page.ts';
import { makeAsk, makeMessage, makeTool, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes } from './page-checks.ts';

const { host, open, opened } = fixturePage((host) => {
  host.state.messages = [makeMessage(1, { text: 'Tell Bob my total' })];
  host.state.turns = [
    makeTurn({
      id: 'turn-2',
      steps: [makeTool('tool-1', 1, { name: 'run', input: { command: 'npm test' }, output: 'all good', exitCode: 0 })],
    }),
  ];
  host.state.health = [
    makeRow(),
    makeRow({
      id: 'account:acc-1',
      subject: 'account',
      name: 'work',
      state: 'failing',
      reason: { code: 'key-rejected', params: { account: 'work', provider: 'Anthropic' } },
      since: Date.now() - 60_000,
      nextAt: Date.now() + 90_000,
      action: { kind: 'open-account', target: 'work' },
    }),
    makeRow({
      id: 'plugin:calendar',
      subject: 'plugin',
      name: 'Calendar',
      state: 'failing',
      reason: { code: 'plugin-failed', params: { plugin: 'calendar', detail: 'no such module' } },
      action: { kind: 'restart-plugin', target: 'calendar' },
    }),
    makeRow({
      id: 'backup',
      subject: 'backup',
      state: 'attention',
      reason: { code: 'health-backup-none', params: {} },
      action: { kind: 'copy-path', target: '/data' },
    }),
  ];
  host.state.activity = [
    makeActivity(3, { state: 'failed', reason: { code: 'key-rejected', params: { account: 'work' } }, asked: 'שלום, what is new?' }),
    makeActivity(2, { tools: [{ name: 'run', calls: 3, failed: 1, denied: 0, undone: 0, unknown: 0 }] }),
    makeActivity(1, {
      asked: 'Tidy the downloads',
      startedAt: Date.now() - 3 * 86_400_000,
      tools: [{ name: 'run', calls: 1, failed: 0, denied: 0, undone: 0, unknown: 1 }],
    }),
  ];
  host.state.tasks = [
    {
      id: 'task-1',
      workspace: 'home',
      chatId: 'chat-1',
      prompt: 'Water the plants',
      rule: 'every 60 min',
      zone: 'Europe/Berlin',
      enabled: true,
      nextAt: Date.now() + 3_600_000,
      last: { dueAt: 0, state: 'ok' },
    },
  ];
});

const screens = [
  { name: 'health', path: '#/health', ready: (page: Page) => page.locator('[data-health="plugin:calendar"]').waitFor() },
  { name: 'log', path: '#/health/logs', ready: (page: Page) => page.getByText('line 29').waitFor() },
  { name: 'activity', path: '#/activity', ready: (page: Page) => page.getByText('Question 2').waitFor() },
  { name: 'tasks', path: '#/activity/tasks', ready: (page: Page) => page.getByText('Water the plants').waitFor() },
  {
    name: 'decisions',
    path: '#/activity/decisions',
    ready: (page: Page) => page.getByRole('cell', { name: 'Assistant, for You' }).waitFor(),
  },
  {
    name: 'approvals',
    path: '#/approvals',
    before: () => {
      host().state.asks = [makeAsk(), makeAsk({ id: 'ask-2', shortId: 'aaaaaa', state: 'expired', canAskAgain: true })];
    },
    // It can be pressed when the card has stood for a moment.
    ready: (page: Page) => page.getByRole('button', { name: 'Approve', disabled: false }).waitFor(),
  },
];
const sizes = [
  { width: 900, height: 600 },
  { width: 360, height: 740 },
  { width: 450, height: 300 },
];
const cutOff = `[document.documentElement, ...document.querySelectorAll('main *')].filter((el) => { const s = getComputedStyle(el); return el.scrollWidth > el.clientWidth + 1 && !['visible', 'auto', 'scroll'].includes(s.overflowX) && s.textOverflow !== 'ellipsis' && !el.closest('.py-hidden, input') && s.webkitLineClamp === 'none'; }).map((el) => el.className || el.nodeName)`;

for (const screen of screens)
  test(`the ${screen.name} screen has no accessibility finding in light and dark and fits every size`, async () => {
    screen.before?.();
    const { page } = await open({ path: screen.path, reducedMotion: 'reduce' });
    await screen.ready(page);
    expect(await findingsInBothSchemes(page)).toEqual([]);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      expect(await page.evaluate(cutOff), `${size.width} wide`).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${size.width} wide`).toBe(true);
    }
    expect(opened().errors).toEqual([]);
  });

test('health says what does not work first, why, and when it is tried again; the place in the sidebar has a dot', async () => {
  const { page } = await open({ path: '#/health' });
  await page.getByText('2 things do not work.').waitFor();
  await page.getByText('1 thing wants a look.').waitFor();
  const first = page.locator('[data-health]').first();
  await first.getByText('Anthropic does not accept the key of work.').waitFor();
  await first.getByText(/Tried again by itself in 1:\d\d\./).waitFor();
  await page.getByRole('img', { name: 'something does not work' }).waitFor();
  await first.getByRole('button', { name: 'Open account: work' }).click();
  await expect.poll(() => page.evaluate('location.hash')).toBe('#/accounts/work');
});

test('a button of health does the thing, and the dot goes when nothing fails any more', async () => {
  host().state.health = host().state.health.filter(({ id }) => id !== 'account:acc-1');
  const { page } = await open({ path: '#/health' });
  await page.getByRole('button', { name: 'Start again: Calendar' }).click();
  // What wants a look was said before: only what failed and is gone shows that the host has answered.
  await page.getByText('1 thing does not work.').waitFor({ state: 'hidden' });
  await page.getByText('1 thing wants a look.').waitFor();
  expect(
    host()
      .calls.filter(({ name }) => name === 'health.fix')
      .map(({ input }) => input),
  ).toEqual([{ kind: 'restart-plugin', target: 'calendar' }]);
  await page.getByRole('img', { name: 'something does not work' }).waitFor({ state: 'hidden' });
});

test('the log follows live, waits while paused and says how much came meanwhile', async () => {
  const { page } = await open({ path: '#/health/logs' });
  await page.getByText('line 29').waitFor();
  host().log(makeLine(100_030, { text: 'it happens now' }));
  await page.getByText('it happens now').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  host().log(makeLine(100_031, { text: 'it happened meanwhile' }));
  await page.getByRole('button', { name: '1 new line' }).waitFor();
  expect(await page.getByText('it happened meanwhile').count()).toBe(0);
  await page.getByRole('button', { name: '1 new line' }).click();
  await page.getByText('it happened meanwhile').waitFor();
});

test('the log is narrowed down by text and opened to its ids', async () => {
  host().state.logLines.push(makeLine(50, { level: 'error', scope: 'host', text: 'the disk is full' }));
  const { page } = await open({ path: '#/health/logs' });
  await page.getByText('line 29').waitFor();
  await page.getByRole('textbox', { name: 'Find in the log' }).fill('disk');
  await page.getByText('line 29').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /the disk is full/ }).click();
  await page.getByText('"turnId": "turn-1"').waitFor();
  await page.getByRole('button', { name: 'Only this piece of work' }).click();
  await expect.poll(() => page.evaluate('decodeURIComponent(location.hash)')).toBe('#/health/logs:turn-1');
});

test('a log of thousands of lines keeps the page small and reads earlier ones at its top', async () => {
  host().state.logLines = Array.from({ length: 1_000 }, (_, n) => makeLine(n));
  const { page } = await open({ path: '#/health/logs' });
  await page.getByText('line 999').waitFor();
  expect(await page.locator('.py-log').count()).toBeLessThan(120);
  await page.locator('.py-logs__list').evaluate((el) => el.scrollTo(0, 0));
  await expect
    .poll(() => host().calls.filter(({ name, input }) => name === 'logs.page' && (input as { before?: string }).before === '800').length)
    .toBe(1);
});

test('activity opens a line to its steps, leads to the message, and is narrowed down', async () => {
  const { page } = await open({ path: '#/activity' });
  const line = page.getByRole('button', { name: /Question 2/ });
  await line.getByText(/ran 3 commands · 12 s · 1.4K|ran 3 commands/).waitFor();
  await line.click();
  await page.getByRole('button', { name: /Ran 1 command/ }).click();
  await page.getByText('all good').waitFor();
  await page.getByRole('textbox', { name: 'Find in questions and answers' }).fill('tidy');
  await line.waitFor({ state: 'hidden' });
  await page.getByText('Tidy the downloads').waitFor();
  await page.getByText('1 may or may not have happened').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await line.waitFor();
  await line.click();
  await page.getByRole('button', { name: 'Go to the message' }).click();
  await expect.poll(() => page.evaluate('location.hash')).toBe('#/chat/chat-1?at=1');
});

test('new work appears by itself, and an export is a file', async () => {
  const { page } = await open({ path: '#/activity' });
  await page.getByText('Question 2').waitFor();
  host().state.activity = [makeActivity(9, { asked: 'Just now', state: 'running', endedAt: null }), ...host().state.activity];
  host().emit('turn', 'turn-9');
  await page.getByText('Just now').waitFor();
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'As a table (CSV)' }).click();
  expect((await download).suggestedFilename()).toMatch(/^pynchy-activity-\d{4}-\d\d-\d\d\.csv$/);
});

test('a task is paused, let on, and ended only after a second yes', async () => {
  const { page } = await open({ path: '#/activity/tasks' });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => host().state.tasks[0]?.enabled).toBe(false);
  host().emit('task', 'task-1');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  expect(host().state.tasks).toHaveLength(1);
  await page.getByRole('button', { name: 'End it' }).click();
  await expect.poll(() => host().state.tasks.length).toBe(0);
});

test('the record of decisions shows its last column in a small window', async () => {
  const { page } = await open({ path: '#/activity/decisions', viewport: { width: 900, height: 600 } });
  await page.getByRole('cell', { name: 'Assistant, for You' }).waitFor();
  expect(await page.evaluate("(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.py-audit'))")).toBe(0);
});

test('the record of decisions says that it is whole, or which row is not', async () => {
  const { page } = await open({ path: '#/activity/decisions' });
  await page.getByRole('button', { name: 'Check the log' }).click();
  await page.getByText('The log is whole: 1,234 rows.').waitFor();
  host().state.auditHolds = false;
  await page.getByRole('button', { name: 'Check the log' }).click();
  await page.getByText('Row 7: missing.').waitFor();
  await page.getByText('The end is cut off').waitFor();
});

test('the record of decisions is narrowed down and saved as lines of JSON', async () => {
  const { page } = await open({ path: '#/activity/decisions' });
  await page.getByRole('cell', { name: 'Assistant, for You' }).waitFor();
  await page.getByRole('combobox', { name: 'Decision' }).click();
  await page.getByRole('option', { name: 'Refused' }).click();
  await page.getByText('Nothing fits').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('table').waitFor();
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'As JSON' }).click();
  expect((await download).suggestedFilename()).toMatch(/^pynchy-decisions-.*\.jsonl$/);
});

test('a decision says what it was about and leads to its chat; rules of the owner are found by their words', async () => {
  const { page } = await open({ path: '#/activity/decisions' });
  const about = page.getByRole('cell', { name: /read the file receipts\.csv/ });
  expect(await about.getByRole('link', { name: 'in March receipts' }).getAttribute('href')).toBe('#/chat/chat-1?at=1');
  const rule = page.getByRole('combobox', { name: 'Rule', exact: true });
  await rule.click();
  expect(await page.getByRole('option').allTextContents()).toEqual(['Any rule', 'a rule of yours', 'reaches outside', 'only looks']);
  await page.getByRole('option', { name: 'a rule of yours' }).click();
  await page.getByText('Nothing fits').waitFor();
  const which = page.getByRole('combobox', { name: 'Which rule' });
  await which.click();
  await which.fill('example.org');
  await page.getByRole('option', { name: 'home: Never allow web_fetch, at "example.org".' }).click();
  await expect.poll(() => which.inputValue()).toBe('home: Never allow web_fetch, at "example.org".');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await about.waitFor();
  await which.waitFor({ state: 'detached' });
});

test('the inbox shows every card with the focus on Deny; an answer becomes one line with what became of it', async () => {
  host().state.asks = [makeAsk(), makeAsk({ id: 'ask-2', shortId: 'zzzzzz', state: 'expired', input: { to: 'Ann' }, canAskAgain: true })];
  const { page } = await open({ path: '#/approvals' });
  await page.getByRole('article', { name: 'Send a message to Bob' }).waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Deny');
  await page.getByRole('button', { name: 'Approve' }).focus();
  await page.keyboard.press('Enter');
  expect(host().calls.some(({ name }) => name === 'asks.answer')).toBe(false);
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByText(/You approved in the window, \d\d:\d\d: Send a message to Bob/).waitFor();
  host().state.asks = host().state.asks.map((ask) => (ask.id === 'ask-1' ? { ...ask, outcome: 'done' } : ask));
  host().emit('step', 'tool-1');
  await page.getByText(/Send a message to Bob – sent/).waitFor();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.getByRole('button', { name: 'Ask again' }).waitFor({ state: 'hidden' });
  expect(
    host()
      .calls.filter(({ name }) => name === 'asks.again')
      .map(({ input }) => input),
  ).toEqual([{ id: 'ask-2' }]);
});

test('an answer given elsewhere first is told on the card within a moment', async () => {
  host().state.asks = [makeAsk()];
  const { page } = await open({ path: '#/approvals' });
  await page.getByRole('button', { name: 'Approve' }).waitFor();
  host().state.asks = [makeAsk({ state: 'denied', answeredBy: 'Ann', surface: 'whatsapp', answeredAt: Date.now() })];
  host().emit('ask', 'ask-1');
  await page.getByText(/Ann denied on the phone, \d\d:\d\d/).waitFor();
  await page.getByText('Nothing waits for you').waitFor();
});
