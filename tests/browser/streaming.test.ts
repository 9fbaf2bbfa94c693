import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeMessage, makeModel, makeStep, makeTurn } from './fixture-state.ts';

const { host, open, opened } = fixturePage();

const answer = Array.from(
  { length: 6 },
  (_, i) =>
    `## Part ${i + 1}\n\nSome **bold** words, \`code\` and a [link](https://example.com/${i}).\n\n| a | b |\n|---|---|\n| ${i} | two |\n\n1. first\n2. second\n\n\`\`\`js\nconst x = ${i};\n\nconsole.log(x);\n\`\`\`\n\n`,
).join('');

const startTurn = (steps = [makeStep('text-1', 1, { state: 'running', endedAt: null })]): void => {
  host().state.messages = [makeMessage(1, { text: 'Tell me' })];
  host().state.turns = [makeTurn({ state: 'running', endedAt: null, startedAt: Date.now(), steps: [makeModel('model-1', 0), ...steps] })];
};
const stream = async (text: string, pieceLength: number): Promise<void> => {
  for (let offset = 0; offset < text.length; offset += pieceLength) {
    host().delta({
      chatId: 'chat-1',
      turnId: 'turn-1',
      stepId: 'text-1',
      kind: 'text',
      offset,
      text: text.slice(offset, offset + pieceLength),
    });
    // One piece per frame of the page, as the host sends them.
    await opened().page.evaluate('new Promise(requestAnimationFrame)');
  }
};
const finish = (text: string): void => {
  host().state.turns = [makeTurn({ steps: [makeModel('model-1', 0), makeStep('text-1', 1, { text })] })];
  host().emit('turn', 'turn-1');
};
const watchShifts = `window.shifts = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) { const nodes = e.sources.map((s) => s.node).filter(Boolean); if (!e.hadRecentInput) window.shifts.push({ value: e.value, nodes: nodes.map((n) => n.className || n.nodeName) }); } }).observe({ type: 'layout-shift', buffered: false }); 0`;

test('an answer with tables, lists and code streams without any layout shift, also when it is longer than the window', async () => {
  startTurn();
  const { page } = await open();
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  await page.evaluate(watchShifts);
  await stream(answer, 24);
  await page.getByRole('heading', { name: 'Part 6' }).waitFor();
  finish(answer);
  await page.getByText(/10.2K in \(9K cached\), 240 out/).waitFor();
  expect(await page.evaluate('window.shifts')).toEqual([]);
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect.poll(() => messages.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)).toBeLessThan(2);
  expect(opened().errors).toEqual([]);
});

test('a reader who scrolled up is not moved, and a pill leads to the new text', async () => {
  startTurn();
  const { page } = await open();
  await stream(answer, 400);
  const box = page.getByRole('region', { name: 'Messages' });
  await page.getByRole('heading', { name: 'Part 6' }).waitFor();
  await box.hover();
  await page.mouse.wheel(0, -600);
  await expect.poll(() => box.evaluate((el) => el.scrollHeight - el.scrollTop - el.clientHeight)).toBeGreaterThan(300);
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const before = await box.evaluate((el) => el.scrollTop);
  const more = `${answer}${answer}`;
  host().delta({ chatId: 'chat-1', turnId: 'turn-1', stepId: 'text-1', kind: 'text', offset: answer.length, text: answer });
  const pill = page.getByRole('button', { name: 'New text' });
  await pill.waitFor();
  expect(await box.evaluate((el) => el.scrollTop)).toBe(before);
  finish(more);
  await page.getByText(/10.2K in \(9K cached\), 240 out/).waitFor();
  expect(await box.evaluate((el) => el.scrollTop)).toBe(before);
  await pill.click();
  await expect.poll(() => box.evaluate((el) => el.scrollHeight - el.scrollTop - el.clientHeight)).toBeLessThan(2);
  await pill.waitFor({ state: 'hidden' });
});

test('what is half written is shown formatted, and raw HTML and doubtful links are only text', async () => {
  startTurn();
  const { page } = await open();
  const article = page.getByRole('article', { name: /^Pynchy/ });
  await stream('Some **bold tex', 100);
  await article.locator('strong', { hasText: 'bold tex' }).waitFor();
  const text =
    'Some **bold text**\n\n<img src=x onerror="window.hacked = 1"> [bad](javascript:alert(1)) [http](http://example.com) [good](https://example.com) ![pic](https://example.com/p.png)';
  finish(text);
  const link = article.getByRole('link', { name: 'good' });
  await link.waitFor();
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  expect(await link.getAttribute('target')).toBe('_blank');
  expect(await article.locator('img').count()).toBe(0);
  expect(await article.getByRole('link').allTextContents()).toEqual(['good (example.com)', 'pic (example.com)']);
  expect(await page.evaluate('window.hacked')).toBeUndefined();
});

test('the answer is announced by sentences, not by pieces', async () => {
  startTurn();
  await open();
  const announcer = opened().page.getByTestId('announcer');
  await stream('The first sentence. The sec', 200);
  await expect.poll(() => announcer.textContent()).toBe('The first sentence.');
  await opened().page.getByRole('article').getByText('The sec').waitFor();
  expect(await announcer.textContent()).toBe('The first sentence.');
  finish('The first sentence. The second.');
  await expect.poll(() => announcer.textContent()).toBe('The second.');
});

test('text that got lost on the way is fetched', async () => {
  startTurn();
  await open();
  await stream('Begin', 100);
  const whole = 'Begin and a middle that never arrived and the end';
  host().state.turns = host().state.turns.map((turn) => ({
    ...turn,
    steps: turn.steps.map((step) => (step.id === 'text-1' ? { ...step, text: whole.slice(0, 38) } : step)),
  }));
  host().delta({ chatId: 'chat-1', turnId: 'turn-1', stepId: 'text-1', kind: 'text', offset: 38, text: whole.slice(38) });
  await opened().page.getByRole('article').getByText(whole).waitFor();
});

test('the live output of a running tool is shown before it ends', async () => {
  startTurn([]);
  host().state.turns = host().state.turns.map((turn) => ({
    ...turn,
    steps: [
      ...turn.steps,
      {
        ...makeStep('tool-1', 1),
        kind: 'tool' as const,
        state: 'running' as const,
        startedAt: Date.now(),
        endedAt: null,
        tool: { name: 'run', input: { command: 'npm test' }, output: '', outputBlob: null, exitCode: null },
      },
    ],
  }));
  await open();
  const line = opened().page.getByRole('button', { name: /npm test/ });
  await line.waitFor();
  host().delta({ chatId: 'chat-1', turnId: 'turn-1', stepId: 'tool-1', kind: 'tool', offset: 0, text: 'ok 1\nok 2\n' });
  await line.getByText('ok 2').waitFor();
});
