import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeChat, makeMessage, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes } from './page-checks.ts';

let page: Page;
const { host, open } = fixturePage();
const show = async (): Promise<void> => {
  ({ page } = await open());
};
const field = () => page.getByRole('textbox', { name: /Message to/ });
const sent = () =>
  host()
    .calls.filter(({ name }) => name === 'messages.send')
    .map(({ input }) => (input as { text: string }).text);

test('/ offers the commands with what they do; arrow keys choose, Enter takes, Esc closes', async () => {
  await show();
  await field().fill('/');
  const popup = page.getByRole('listbox', { name: 'Commands' });
  await popup.getByRole('option', { name: /\/stop.*Stop what runs here/ }).waitFor();
  await page.keyboard.press('Escape');
  await popup.waitFor({ state: 'detached' });
  await field().fill('/p');
  await page.keyboard.press('Enter');
  await expect.poll(sent).toEqual(['/pending']);
  await field().fill('/app');
  await page.keyboard.press('Enter');
  await expect.poll(() => field().inputValue()).toBe('/approve ');
});

test('ArrowUp in the empty field brings back what was sent, ArrowDown leads back to nothing', async () => {
  host().state.messages = [makeMessage(1, { text: 'first' }), makeMessage(2, { text: '!ls', origin: 'command' })];
  await show();
  await page.getByText('first').first().waitFor();
  await field().focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => field().inputValue()).toBe('!ls');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => field().inputValue()).toBe('first');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => field().inputValue()).toBe('');
});

test('! looks different and says that no model is asked', async () => {
  await show();
  await field().fill('!ls');
  await page.getByText('Runs in the sandbox, no model').waitFor();
  expect(await page.evaluate("getComputedStyle(document.querySelector('[data-composer]')).fontFamily")).toMatch(/mono/i);
});

test('names who will answer and what this conversation has used', async () => {
  host().state.meter = {
    in: 18_400,
    out: 2_100,
    isEstimate: false,
    contextTokens: 17_900,
    costMicros: 83_400,
    nextCostMicros: 53_700,
    account: 'work',
    model: 'claude-sonnet-5-5',
    noAi: false,
  };
  await show();
  await page.getByText('work · claude-sonnet-5-5').waitFor();
  await page.getByText('$0.083 used').waitFor();
  await page.getByRole('button', { name: '≈ 17.9K tokens of context, ≈ $0.054' }).click();
  const bar = page.getByRole('dialog', { name: /tokens of context/ });
  await bar.getByText('About 17.9K of 200K tokens go along with your next message').waitFor();
  expect(await bar.locator('dt').allInnerTexts()).toEqual([
    'Instructions',
    'Memory',
    'What tools there are',
    'What was said',
    'Files and output of tools',
  ]);
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });
});

test('says before sending that nobody can answer now, and keeps the text', async () => {
  host().state.plugins = host().state.plugins.map((plugin) =>
    plugin.id === 'anthropic' ? { ...plugin, state: 'disabled' as const } : plugin,
  );
  await show();
  await page.getByText(/work cannot answer now: its plugin is off/).waitFor();
  await field().fill('Hello');
  await page.getByRole('link', { name: 'Open plugins' }).click();
  await page.getByRole('heading', { level: 1, name: 'Plugins' }).waitFor();
  await page.goBack();
  await expect.poll(() => field().inputValue()).toBe('Hello');
});

test('while work is done Stop stands in the place of Send, and what is written steers', async () => {
  host().state.messages = [makeMessage(1, { state: 'claimed', turnId: 'turn-1' })];
  host().state.turns = [makeTurn({ state: 'running', endedAt: null })];
  await show();
  await page.getByText('Working. Enter adds to it.').waitFor();
  expect(await page.getByRole('button', { name: 'Send', exact: true }).count()).toBe(0);
  await field().fill('and the milk');
  await page.getByText('Enter adds this to the work').waitFor();
  await page.getByRole('button', { name: 'Add to the work' }).waitFor();
});

test('Enter that ends an input method’s word does not send', async () => {
  await show();
  await field().fill('にほん');
  await page.evaluate(
    `(() => { const box = document.querySelector('[data-composer]'); box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true })) })()`,
  );
  await page.keyboard.press('Shift+Enter');
  await field().pressSequentially('x');
  await expect.poll(() => field().inputValue()).toBe('にほん\nx');
  expect(sent()).toEqual([]);
});

test('files are chosen, pasted and dropped, taken out again, and refused with the reason', async () => {
  await show();
  await page.locator('input[type=file]').setInputFiles([{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('one') }]);
  await page.getByRole('list', { name: 'file' }).getByText('a.txt').waitFor();
  await page.evaluate(`((box) => {
    const data = new DataTransfer();
    data.items.add(new File(['two'], 'pasted.txt'));
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  })(document.querySelector('[data-composer]'))`);
  await page.getByRole('list', { name: 'file' }).getByText('pasted.txt').waitFor();
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.items.add(new File(['three'], 'dropped.txt'));
    for (const type of ['dragenter', 'dragover'])
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  })()`);
  await page.getByText('Drop files to attach them').waitFor();
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.items.add(new File(['three'], 'dropped.txt'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  })()`);
  await page.getByRole('list', { name: 'file' }).getByText('dropped.txt').waitFor();
  await page.getByRole('button', { name: 'Remove pasted.txt' }).click();
  await page.getByRole('list', { name: 'file' }).getByText('pasted.txt').waitFor({ state: 'detached' });
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(26 * 1024 * 1024)], 'film.mov'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  })()`);
  await page.getByRole('alert').getByText('"film.mov" is too large to send.').waitFor();
  await page.getByRole('button', { name: 'Remove film.mov' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('link', { name: /a.txt/ }).waitFor();
  await page.getByRole('link', { name: /dropped.txt/ }).waitFor();
  await page.getByRole('button', { name: 'Remove a.txt' }).waitFor({ state: 'detached' });
});

test('what may be a secret lies in no storage of the browser, also when it could not be sent', async () => {
  await show();
  host().before = (name) => {
    if (name === 'messages.send') throw new Error('not now');
  };
  const problem = page.locator('.py-composer__problem');
  const kept = () => page.evaluate('JSON.stringify([Object.values(sessionStorage), Object.values(localStorage)])');
  for (const text of ['/answer ab2c3d c4nary-value', 'env add TOKEN=c4nary-value', 'Hello c0mmon']) {
    await field().fill(text);
    await page.keyboard.press('Enter');
    await expect.poll(() => sent().at(-1)).toBe(text);
    // Enter is for the next text only once this one has failed.
    await problem.waitFor();
  }
  await expect.poll(kept).toContain('c0mmon');
  await field().fill('answer ab2c3d c4nary-value');
  await page.keyboard.press('Enter');
  await expect.poll(() => sent().at(-1)).toBe('answer ab2c3d c4nary-value');
  expect(await kept()).not.toContain('c4nary');
});

/** Holds the next message at the host until the returned function is called. */
const holdSend = (): (() => void) => {
  const hold = Promise.withResolvers<void>();
  host().before = (name) => {
    if (name !== 'messages.send') return undefined;
    host().before = () => undefined;
    return hold.promise;
  };
  return hold.resolve;
};

test('what is written while a message is on its way is the next one, and Enter for it is not lost', async () => {
  await show();
  const release = holdSend();
  await field().fill('first');
  await page.keyboard.press('Enter');
  await expect.poll(sent).toEqual(['first']);
  await page.keyboard.type('second');
  await page.keyboard.press('Enter');
  release();
  await expect.poll(sent).toEqual(['first', 'second']);
  await expect.poll(() => field().inputValue()).toBe('');
});

test('what is written while a message is on its way is kept by the chat', async () => {
  host().state.chats = [...host().state.chats, makeChat({ id: 'chat-2', name: 'Bob' })];
  ({ page } = await open({ path: '#/chat/chat-1' }));
  const release = holdSend();
  await field().fill('first');
  await page.keyboard.press('Enter');
  await expect.poll(sent).toEqual(['first']);
  await page.keyboard.type('half a thought');
  release();
  await expect.poll(() => field().inputValue()).toBe('half a thought');
  const chats = page.getByRole('navigation', { name: 'Chats' });
  await chats.getByText('Bob').click();
  await page.getByRole('textbox', { name: 'Message to Bob' }).waitFor();
  await chats.getByText('March receipts').click();
  await expect.poll(() => page.getByRole('textbox', { name: 'Message to March receipts' }).inputValue()).toBe('half a thought');
});
