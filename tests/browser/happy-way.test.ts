import { expect, test } from 'vitest';
import { wholeOutputSha256 } from './fixture-chats.ts';
import { fixturePage } from './fixture-page.ts';
import { makeModel, makeStep, makeTool, makeTurn } from './fixture-state.ts';

const { host, open, opened, browser } = fixturePage();

test('a link signs in once, leaves no code in the address, and says so when it is used again', async () => {
  const link = host().link();
  const { page } = await open();
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('heading', { name: 'March receipts' }).waitFor();
  expect(page.url()).not.toContain('k=');
  const other = await browser().newContext();
  try {
    const second = await other.newPage();
    await second.goto(link);
    await second.getByText('This link was used.').waitFor();
    await second.getByText('npm run -s pynchy -- open').waitFor();
  } finally {
    await other.close();
  }
  expect(opened().errors).toEqual([]);
});

test('a browser without a link is told how to get one', async () => {
  const context = await browser().newContext();
  try {
    const page = await context.newPage();
    await page.goto(host().url);
    await page.getByText('This browser is not signed in.').waitFor();
    await page.getByText('npm run -s pynchy -- open').waitFor();
  } finally {
    await context.close();
  }
  await open();
});

test('a link that is opened in the tab of the sign-in page signs in, and so does one after a refused one', async () => {
  const context = await browser().newContext();
  try {
    const page = await context.newPage();
    await page.goto(host().url);
    await page.getByText('Open the link that Pynchy printed at its start, or get a new one:').waitFor();
    await page.evaluate('location.hash = "#k=never-made"');
    await page.getByText('This link was used.').waitFor();
    await page.evaluate(`location.hash = '${new URL(host().link()).hash}'`);
    await page.getByRole('heading', { name: 'March receipts' }).waitFor();
    expect(page.url()).not.toContain('k=');
  } finally {
    await context.close();
  }
  await open();
});

test('a sent message appears, its turn streams, tools fold into one honest line, and the footer names model and account', async () => {
  const { page } = await open();
  host().onSend = (_text, seq) => {
    host().state.turns = [makeTurn({ afterSeq: seq, state: 'running', endedAt: null, startedAt: Date.now(), steps: [] })];
    host().emit('turn', 'turn-1');
    host().delta({ chatId: 'chat-1', turnId: 'turn-1', stepId: 'text-1', kind: 'text', offset: 0, text: 'I will look at the **rec' });
  };
  const field = page.getByRole('textbox', { name: 'Message to March receipts' });
  await field.fill('What did I spend?');
  await field.press('Enter');
  await page
    .getByRole('article', { name: /^You, / })
    .getByText('What did I spend?')
    .waitFor();
  await expect.poll(() => field.inputValue()).toBe('');
  await page.getByRole('article').getByText('I will look at the rec').waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();

  const steps = [
    makeModel('model-1', 0),
    makeStep('text-1', 1, { text: 'I will look at the **receipts**.' }),
    makeTool('tool-1', 2, { input: { command: 'ls receipts' }, output: 'a.csv\nb.csv' }),
    makeTool(
      'tool-2',
      3,
      { input: { command: 'cat missing.csv' }, output: 'cat: missing.csv: No such file', exitCode: 1 },
      { state: 'failed' },
    ),
    makeTool('tool-3', 4, { name: 'write', input: { path: 'total.txt', content: '412.30' }, exitCode: null }),
    makeStep('text-2', 5, { text: 'You spent **412.30**.' }),
  ];
  host().state.turns = [makeTurn({ ...host().state.turns[0], state: 'done', endedAt: Date.now(), steps })];
  host().emit('turn', 'turn-1');
  await page.getByRole('article').getByText('You spent 412.30.').waitFor();
  const line = page.getByRole('button', { name: /Ran 2 commands, changed 1 file/ });
  await line.getByText('1 of 3 failed').waitFor();
  expect(await line.getAttribute('aria-expanded')).toBe('false');
  await line.click();
  await page.getByText('Failed (exit 1)').waitFor();
  await page.getByText('cat: missing.csv: No such file').waitFor();
  await page.getByText(/claude-sonnet-5-5 · work · 10.2K in \(9K cached\), 240 out/).waitFor();
  expect(opened().errors).toEqual([]);
});

test('the rest of a long output is fetched when it is asked for', async () => {
  host().state.turns = [
    makeTurn({
      afterSeq: 0,
      steps: [makeTool('tool-1', 0, { input: { command: 'seq' }, output: 'line 1\n…', outputBlob: wholeOutputSha256 })],
    }),
  ];
  const { page } = await open();
  await page.getByRole('button', { name: /Ran 1 command/ }).click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByText('line 1500').waitFor();
  // While a part is on its way the button cannot be pressed, and after the last one it is gone.
  const more = page.locator('button:enabled', { hasText: 'Show more' });
  const end = page.getByText('line 4000');
  for (;;) {
    await more.or(end).first().waitFor();
    if (await end.isVisible()) break;
    await more.click();
  }
  await expect.poll(() => page.getByRole('group', { name: 'Output' }).textContent()).toContain('line 4000');
});

test('stop ends the running turn and says who stopped it', async () => {
  host().state.turns = [
    makeTurn({
      afterSeq: 0,
      state: 'running',
      endedAt: null,
      steps: [makeStep('s', 0, { text: 'Half of it', state: 'running', endedAt: null })],
    }),
  ];
  await open();
  await opened().page.getByRole('button', { name: 'Stop', exact: true }).click();
  await opened().page.getByText('Stopped by you').waitFor();
  await opened().page.getByRole('article').getByText('Half of it').waitFor();
  await opened().page.getByRole('button', { name: 'Send', exact: true }).waitFor();
});

test('a failed turn says what happened and offers another try', async () => {
  host().state.turns = [makeTurn({ afterSeq: 0, state: 'failed', reason: { code: 'no-account', params: {} } })];
  await open();
  const problem = opened().page.getByRole('alert').filter({ hasText: 'No account is set' });
  await problem.getByText('Choose an account in the workspace settings.').waitFor();
  const retried = host().called('turns.retry');
  await problem.getByRole('button', { name: 'Try again' }).click();
  await retried;
});

test('a draft survives leaving the chat and a reload', async () => {
  const { page } = await open();
  const field = page.getByRole('textbox', { name: /Message to/ });
  const saved = host().called('chats.saveDraft');
  await field.fill('half a thought');
  await saved;
  await page.getByRole('button', { name: 'New chat' }).click();
  await page.getByRole('textbox', { name: 'Message to New chat' }).waitFor();
  await page.getByRole('button', { name: /March receipts/ }).click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Message to March receipts' }).inputValue()).toBe('half a thought');
  await page.reload();
  await expect.poll(() => page.getByRole('textbox', { name: 'Message to March receipts' }).inputValue()).toBe('half a thought');
});

test('/reset starts fresh and can be undone', async () => {
  const { page } = await open();
  const field = page.getByRole('textbox', { name: /Message to/ });
  await field.fill('/reset');
  await field.press('Enter');
  await page.getByText('Started fresh.').waitFor();
  expect(host().calls.some(({ name }) => name === 'messages.send')).toBe(false);
  await page.getByRole('button', { name: /^Undo \(9:/ }).click();
  await page.getByRole('button', { name: /^Undo/ }).waitFor({ state: 'hidden' });
});

test('an Enter that chooses a candidate of an input method sends nothing', async () => {
  await open();
  const field = opened().page.getByRole('textbox', { name: /Message to/ });
  await field.fill('にほん');
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
  await field.press('Shift+Enter');
  await expect.poll(() => field.inputValue()).toBe('にほん\n');
  expect(host().calls.some(({ name }) => name === 'messages.send')).toBe(false);
});
