import { expect, test } from 'vitest';
import { wholeOutputSha256 } from './fixture-chats.ts';
import { fixturePage } from './fixture-page.ts';
import { makeMessage, makeStep, makeTurn } from './fixture-state.ts';

const { host, open, opened } = fixturePage();

const print = (offset: number, text: string): void =>
  host().delta({ chatId: 'chat-1', turnId: '', stepId: 'message-1', kind: 'tool', offset, text });
const runs = (): void => {
  host().state.messages = [makeMessage(1, { origin: 'command', state: 'received', text: '!make all', sentAt: Date.now() })];
};
const terminal = () => opened().page.getByRole('article', { name: /^Command in the sandbox/ });
const fromEnd = (): Promise<number> =>
  opened()
    .page.getByRole('region', { name: 'Messages' })
    .evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
const activeName = (): Promise<unknown> =>
  opened().page.evaluate('document.activeElement.getAttribute("aria-label") || document.activeElement.textContent');

test('a command that runs shows what it prints, its seconds and a Stop, and the end stays in view', async () => {
  runs();
  host().state.messages.unshift(...Array.from({ length: 30 }, (_, i) => makeMessage(i - 40, { text: `Earlier ${i}` })));
  await open();
  await terminal().getByText('make all').waitFor();
  await terminal()
    .getByText(/Running, /)
    .waitFor();
  const lines = Array.from({ length: 60 }, (_, i) => `compiled ${i}\n`).join('');
  print(0, lines);
  await terminal().getByText('compiled 59').waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);

  const stop = terminal().getByRole('button', { name: 'Stop this command' });
  await stop.click();
  await terminal().getByText('[cancelled]').waitFor();
  expect(host().calls.find(({ name }) => name === 'messages.stopCommand')?.input).toEqual({ messageId: 'message-1' });
  await expect.poll(activeName).toBe('Message to March receipts');
  await expect.poll(fromEnd).toBeLessThan(2);
  expect(opened().errors).toEqual([]);
});

test('the rest of a long output of a command is fetched when it is asked for', async () => {
  const command = { line: 'seq', exitCode: 0, output: 'line 1\n…', outputBlob: wholeOutputSha256 };
  host().state.messages = [makeMessage(1, { origin: 'command', text: '!seq', command })];
  await open();
  await terminal().getByText('Succeeded (exit 0)').waitFor();
  await terminal().getByRole('button', { name: 'Show all' }).click();
  await terminal().getByText('line 1500').waitFor();
});

test('a command for Pynchy itself is what the person said, not a shell block', async () => {
  const command = { line: '/stop', exitCode: 0, output: '', outputBlob: null };
  host().state.messages = [
    makeMessage(1, { origin: 'command', text: '/stop', command }),
    makeMessage(2, { origin: 'command', text: '@pynchy !pwd', command: { ...command, line: 'pwd', output: '/workspace' } }),
  ];
  await open();
  await opened()
    .page.getByRole('article', { name: /^You, / })
    .getByText('/stop')
    .waitFor();
  await terminal().getByText('/workspace').waitFor();
  expect(await terminal().count()).toBe(1);
});

test('while a turn runs Stop stays beside Send, and Esc stops only when nothing is written', async () => {
  const step = makeStep('s', 0, { text: 'Half of it', state: 'running', endedAt: null });
  host().state.turns = [makeTurn({ afterSeq: 0, state: 'running', endedAt: null, steps: [step] })];
  const { page } = await open();
  await page.getByText(/^Writing, /).waitFor();
  const field = page.getByRole('textbox', { name: /Message to/ });
  await field.fill('and also');
  await page.getByRole('button', { name: 'Add to the work' }).waitFor();
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  await field.press('Escape');
  await field.fill('');
  expect(host().calls.some(({ name }) => name === 'turns.stop')).toBe(false);
  await field.press('Escape');
  await page.getByText('Stopped by you').waitFor();
  await expect.poll(activeName).toBe('Message to March receipts');
});

test('while the connection is lost nothing ticks', async () => {
  runs();
  host().state.turns = [makeTurn({ afterSeq: 1, state: 'running', endedAt: null, startedAt: Date.now() })];
  const { page } = await open();
  await page.getByText(/^Thinking, /).waitFor();
  host().cut(true);
  await page.getByText('Thinking', { exact: true }).waitFor();
  await terminal().getByText('Running', { exact: true }).waitFor();
  await page.locator('.py-dots--still').waitFor();
});

test('after the vault was unlocked one can write at once', async () => {
  host().state.vault = 'locked';
  const { page } = await open();
  await page.getByRole('textbox', { name: 'Passphrase of the vault' }).fill('open sesame');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect.poll(activeName).toBe('Message to March receipts');
  await page.getByRole('button', { name: 'Unlock' }).waitFor({ state: 'hidden' });
});
