import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeMessage, makeModel, makeStep, makeTool, makeTurn } from './fixture-state.ts';

const { host, open, opened } = fixturePage();

const field = () => opened().page.getByRole('textbox', { name: /Message to/ });
const twoTurns = (): void => {
  host().state.messages = [makeMessage(1, { text: 'First question' }), makeMessage(2, { text: 'Second question' })];
  host().state.turns = [
    makeTurn({ id: 'turn-1', afterSeq: 1, steps: [makeModel('m1', 0), makeStep('t1', 1, { text: 'First answer.' })] }),
    makeTurn({ id: 'turn-2', afterSeq: 2, steps: [makeModel('m2', 0), makeStep('t2', 1, { text: 'Second answer.', turnId: 'turn-2' })] }),
  ];
};

test('messages are reached with the arrow keys, Enter leads into their actions and Escape back', async () => {
  twoTurns();
  const { page } = await open();
  await page.getByText('Second answer.').waitFor();
  const focused = (): Promise<string> => page.evaluate('document.activeElement.textContent');
  await page.getByRole('region', { name: 'Messages' }).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toContain('Second answer.');
  await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toContain('Second question');
  await page.keyboard.press('ArrowUp');
  await expect.poll(focused).toContain('First answer.');
  await page.keyboard.press('ArrowDown');
  await expect.poll(focused).toContain('Second question');
  await page.keyboard.press('Enter');
  const bar = page.getByRole('toolbar', { name: 'Message actions' });
  await expect
    .poll(() => bar.getByRole('button', { name: 'Copy text' }).evaluate((el) => el.ownerDocument.activeElement === el))
    .toBe(true);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect.poll(() => field().inputValue()).toBe('> Second question\n\n');
});

test('a quote is added to what is being written', async () => {
  twoTurns();
  const { page } = await open();
  await field().fill('About this:');
  await page
    .getByRole('article', { name: /^Pynchy/ })
    .first()
    .hover();
  await page.getByRole('button', { name: 'Quote in your message' }).click();
  await expect.poll(() => field().inputValue()).toBe('About this:\n\n> First answer.\n\n');
});

test('an edited message goes on from there, and what came after is a line that opens', async () => {
  twoTurns();
  const { page } = await open();
  await page.getByRole('article', { name: /^You/ }).first().hover();
  await page.getByRole('button', { name: 'Edit and send again' }).click();
  const edit = page.getByRole('textbox', { name: 'Edit your message' });
  await expect.poll(() => edit.evaluate((el) => el.ownerDocument.activeElement === el)).toBe(true);
  await edit.fill('A better question');
  await page.keyboard.press('Enter');
  await page.getByRole('article').getByText('A better question').waitFor();
  await expect.poll(() => page.getByText('Second answer.').count()).toBe(0);
  const line = page.getByRole('button', { name: /Earlier version, 2 messages/ });
  expect(await line.getAttribute('aria-expanded')).toBe('false');
  await line.click();
  await page.getByText('Second answer.').waitFor();
  expect(host().calls.filter(({ name }) => name === 'turns.editAndResend')).toHaveLength(1);
});

test('Escape leaves a message as it was', async () => {
  twoTurns();
  const { page } = await open();
  await page.getByRole('article', { name: /^You/ }).first().hover();
  await page.getByRole('button', { name: 'Edit and send again' }).click();
  await page.getByRole('textbox', { name: 'Edit your message' }).fill('Nothing of this');
  await page.keyboard.press('Escape');
  await page.getByText('First question').waitFor();
  expect(host().calls.some(({ name }) => name === 'turns.editAndResend')).toBe(false);
});

test('a failed command is told without opening; opened, an edit is a diff and a command can be run again', async () => {
  host().state.messages = [makeMessage(1)];
  host().state.turns = [
    makeTurn({
      steps: [
        makeModel('m', 0),
        makeTool('a', 1, { input: { command: 'npm test' }, output: 'exit code 1\nstderr: 2 failed', exitCode: 1 }),
        makeTool('b', 2, {
          name: 'edit',
          input: { path: 'notes.md', old: 'one\ntwo\n', new: 'one\nthree\n', all: false },
          exitCode: null,
          output: 'changed 1 place',
        }),
        makeTool('c', 3, { input: { command: 'ls' }, output: 'notes.md' }),
        makeStep('t', 4, { text: 'Done.' }),
      ],
    }),
  ];
  const { page } = await open();
  const line = page.getByRole('button', { name: /Ran 2 commands, changed 1 file/ });
  await line.getByText('1 of 3 failed').waitFor();
  await line.click();
  await page.getByText('stderr: 2 failed').waitFor();
  const diff = page.getByRole('group', { name: 'Change of notes.md' });
  await diff.getByText('three').waitFor();
  await page.getByText('1 line added').waitFor();
  await page.getByText('1 line removed').waitFor();
  await page.getByRole('button', { name: 'Run again myself' }).first().click();
  await expect.poll(() => field().inputValue()).toBe('!npm test');
});

test('a call that runs for more than a minute offers to stop', async () => {
  host().state.messages = [makeMessage(1)];
  host().state.turns = [
    makeTurn({
      state: 'running',
      endedAt: null,
      startedAt: Date.now() - 70_000,
      steps: [
        makeModel('m', 0),
        makeTool(
          'a',
          1,
          { input: { command: 'sleep 999' }, exitCode: null },
          { state: 'running', startedAt: Date.now() - 65_000, endedAt: null },
        ),
      ],
    }),
  ];
  await open();
  await opened().page.getByRole('article').getByRole('button', { name: 'Stop', exact: true }).click();
  await opened().page.getByText('Stopped by you').waitFor();
});

test('the foot tells model, account, tokens, cost and time; an unknown price is no zero, and a fallback says why', async () => {
  const fallback = { code: 'account-fallback', params: { from: 'Personal', to: 'work', why: 'rate-limited' } };
  host().state.messages = [makeMessage(1), makeMessage(2)];
  host().state.turns = [
    makeTurn({ steps: [makeModel('m', 0, { costMicros: 1_234_000 }), makeStep('t', 1, { text: 'Priced.' })] }),
    makeTurn({
      id: 'turn-2',
      afterSeq: 2,
      steps: [
        makeStep('n', 0, { kind: 'notice', reason: fallback }),
        makeModel('m2', 1, { isEstimated: true }),
        makeStep('t2', 2, { text: 'Not priced.' }),
      ],
    }),
  ];
  const { page } = await open();
  await page.getByText('claude-sonnet-5-5 · work · 10.2K in (9K cached), 240 out · $1.23 · 12 s').waitFor();
  await page
    .getByText('answered by work (2nd choice: Personal hit its limit) · 10.2K in (9K cached), 240 out (estimated) · no price known')
    .waitFor();
});

test('code gets its colours when it is whole, and its height stays', async () => {
  const code = '```ts\nconst total: number = 4; // four\n```\n';
  host().state.messages = [makeMessage(1)];
  host().state.turns = [
    makeTurn({
      state: 'running',
      endedAt: null,
      steps: [makeModel('m', 0), makeStep('t', 1, { state: 'running', endedAt: null, text: code })],
    }),
  ];
  await open();
  const block = opened().page.getByRole('group', { name: 'Code' });
  await block.waitFor();
  const size = (): Promise<number[]> => block.evaluate((el) => [el.scrollHeight, el.scrollWidth]);
  const before = await size();
  expect(await block.locator('.py-hl-key').count()).toBe(0);
  host().state.turns = [makeTurn({ steps: [makeModel('m', 0), makeStep('t', 1, { text: code })] })];
  host().emit('turn', 'turn-1');
  await block.locator('.py-hl-key').getByText('const').waitFor();
  expect(await size()).toEqual(before);
  expect(await block.textContent()).toBe('const total: number = 4; // four');
});

test('what was said into a running turn stands where the turn heard it', async () => {
  host().state.messages = [makeMessage(1, { text: 'Begin' }), makeMessage(2, { text: 'Also this', turnId: 'turn-1', heardAt: 3 })];
  host().state.turns = [
    makeTurn({
      steps: [
        makeModel('m', 0),
        makeStep('t', 1, { text: 'Early words.' }),
        makeModel('m2', 3),
        makeStep('t2', 4, { text: 'Late words.' }),
      ],
    }),
  ];
  await open();
  await opened().page.getByText('Late words.').waitFor();
  const text = await opened().page.getByRole('region', { name: 'Messages' }).innerText();
  const order = ['Begin', 'Early words.', 'Also this', 'Late words.'].map((part) => text.indexOf(part));
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test('right-to-left text is set from the right, in bubbles and in answers', async () => {
  host().state.messages = [makeMessage(1, { text: 'שלום, מה שלומך?' })];
  host().state.turns = [makeTurn({ steps: [makeModel('m', 0), makeStep('t', 1, { text: 'مرحبا، كيف حالك؟' })] })];
  await open();
  const direction = (text: string): Promise<string> =>
    opened()
      .page.getByText(text)
      .evaluate((el) => el.ownerDocument.defaultView?.getComputedStyle(el).direction ?? '');
  expect(await direction('שלום')).toBe('rtl');
  expect(await direction('مرحبا')).toBe('rtl');
});
