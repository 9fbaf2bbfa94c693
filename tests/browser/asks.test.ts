import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeAsk, makeChat, makeMessage, makeTurn } from './fixture-state.ts';

const { host, open, opened } = fixturePage((host) => {
  host.state.messages = [makeMessage(1, { text: 'Tell Bob my total' })];
  host.state.turns = [makeTurn({ state: 'waiting', wait: 'ask', endedAt: null })];
});

const answers = (): unknown[] =>
  host()
    .calls.filter(({ name }) => name === 'asks.answer')
    .map(({ input }) => input);

test('a card shows what was given, and beside it what is usual where nobody said otherwise', async () => {
  const input = { command: 'npm test', timeout_s: 120, background: false };
  host().state.asks = [makeAsk({ tool: 'run', input, defaults: ['timeout_s', 'background'] })];
  const { page } = await open({ path: '#/approvals' });
  const everything = page.getByRole('group', { name: 'Everything that would be sent' });
  await expect.poll(() => everything.getByRole('term').allTextContents()).toEqual(['command']);
  expect(await everything.innerText()).toContain('Not given, so as usual: timeout_s: 120');
  expect(await everything.innerText()).not.toContain('background');
});

test('an approval says what would be done, all of it and why, with the focus on Deny', async () => {
  const text = `${'All of this would be sent. '.repeat(400)}THE END`;
  host().state.asks = [makeAsk({ input: { to: 'Bob', text } })];
  await open();
  const card = opened().page.getByRole('article', { name: 'Send a message to Bob' });
  await card.getByText('Asked because this reaches beyond this conversation, from the workspace home.').waitFor();
  expect(await card.getByRole('group').textContent()).toContain('THE END');
  await card.getByRole('timer').waitFor();
  await expect.poll(() => opened().page.evaluate('document.activeElement.textContent')).toBe('Deny');
  await expect.poll(() => opened().page.title()).toBe('(1) Pynchy');
});

test('neither Enter nor Space ever approves, wherever the focus is', async () => {
  host().state.asks = [makeAsk()];
  const { page } = await open();
  const card = page.getByRole('article', { name: 'Send a message to Bob' });
  const approve = card.getByRole('button', { name: 'Approve' });
  await approve.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await page.keyboard.press('NumpadEnter');
  expect(answers()).toEqual([]);
  await card.getByRole('group').focus();
  await page.keyboard.press('Enter');
  expect(answers()).toEqual([]);
  await approve.waitFor();
});

test('a click approves, and the card becomes one line', async () => {
  host().state.asks = [makeAsk()];
  await open();
  await opened().page.getByRole('button', { name: 'Approve' }).click();
  await opened()
    .page.getByText(/You approved in the window, \d\d:\d\d: Send a message to Bob/)
    .waitFor();
  expect(answers()).toEqual([{ id: 'ask-1', decision: 'approve', answers: [] }]);
  await expect.poll(() => opened().page.title()).toBe('Pynchy');
});

test('Alt+A approves from within the card', async () => {
  host().state.asks = [makeAsk()];
  await open();
  await opened().page.getByRole('button', { name: 'Deny' }).focus();
  await opened().page.getByText('approves').waitFor();
  await opened().page.keyboard.press('Alt+a');
  await opened()
    .page.getByText(/You approved/)
    .waitFor();
});

test('Alt+A approves from the empty composer, and not while something is written: then the hint is gone too', async () => {
  const { page } = await open();
  const field = page.getByRole('textbox', { name: /Message to/ });
  await field.fill('I am writing');
  host().state.asks = [makeAsk()];
  host().emit('ask', 'ask-1');
  await page.getByRole('button', { name: 'Approve' }).waitFor();
  expect(await page.getByText('approves').count()).toBe(0);
  await field.press('Alt+a');
  expect(answers()).toEqual([]);
  await field.fill('');
  await page.getByText('approves').waitFor();
  await field.press('Alt+a');
  await page.getByText(/You approved/).waitFor();
});

test('of two approvals the key answers only the one in focus, and the focus goes on to the next card and then to the composer', async () => {
  host().state.asks = [
    makeAsk(),
    makeAsk({ id: 'ask-2', shortId: 'zzzzzz', input: { to: 'Ann', text: 'Hello' }, createdAt: Date.now() + 1 }),
  ];
  const { page } = await open();
  const second = page.getByRole('article', { name: 'Send a message to Ann' });
  await page.getByRole('textbox', { name: /Message to/ }).focus();
  await page.keyboard.press('Alt+a');
  expect(answers()).toEqual([]);
  await second.getByRole('button', { name: 'Deny' }).focus();
  await second.getByText('approves').waitFor();
  await page.keyboard.press('Alt+a');
  await page.getByText(/You approved in the window.*: Send a message to Ann/).waitFor();
  expect(answers()).toMatchObject([{ id: 'ask-2', decision: 'approve' }]);
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Deny');
  await page.keyboard.press('Enter');
  await page.getByText(/You denied in the window.*: Send a message to Bob/).waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
});

test('a key that is held down while the card comes neither denies nor approves; pressed again, it denies', async () => {
  const { page } = await open();
  const field = page.getByRole('textbox', { name: /Message to/ });
  await field.focus();
  await page.keyboard.down('Enter');
  host().state.asks = [makeAsk(), makeAsk({ id: 'ask-2', shortId: 'zzzzzz', input: { to: 'Ann', text: 'Hello' } })];
  host().emit('ask', 'ask-1');
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Deny');
  // Down again without up in between is what a held key sends.
  for (let n = 0; n < 5; n += 1) await page.keyboard.down('Enter');
  expect(answers()).toEqual([]);
  await page.keyboard.up('Enter');
  expect(answers()).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText(/You denied in the window/).waitFor();
  expect(answers()).toHaveLength(1);
});

test.each([
  ['Approve', 'approve'],
  ['Deny', 'deny'],
])('the second half of a double click on %s answers no other card that came under it', async (button, decision) => {
  host().state.asks = [makeAsk(), makeAsk({ id: 'ask-2', shortId: 'zzzzzz', input: { to: 'Ann', text: 'Hello' } })];
  const { page } = await open({ path: '#/approvals' });
  await page.getByRole('button', { name: button }).first().dblclick();
  await page.getByText(/You (approved|denied) in the window/).waitFor();
  await expect.poll(() => page.getByRole('article').count()).toBe(1);
  expect(answers()).toMatchObject([{ decision }]);
});

test('a card cannot be approved in the moment in which it comes', async () => {
  const { page } = await open();
  await page.evaluate(`window.seen = []; window.colours = new Set(); new MutationObserver(() => {
    for (const b of document.querySelectorAll('article button')) if (b.textContent === 'Approve') { window.seen.push(b.getAttribute('aria-disabled')); window.colours.add(getComputedStyle(b).backgroundColor + getComputedStyle(b).color); }
  }).observe(document.body, { attributes: true, childList: true, subtree: true });`);
  host().state.asks = [makeAsk()];
  host().emit('ask', 'ask-1');
  const approve = page.getByRole('button', { name: 'Approve' });
  await approve.waitFor();
  expect(await page.evaluate('window.seen[0]')).toBe('true');
  await expect.poll(() => approve.isEnabled()).toBe(true);
  // It can be read all the while: no other look, and nothing that fades.
  expect(await page.evaluate('window.colours.size')).toBe(1);
});

test('signs that are not seen, and those that turn a text around, are written out', async () => {
  host().state.asks = [makeAsk({ input: { to: 'Bob', text: 'Pay \u202Enna\u202C 10\u200B00' } })];
  const { page } = await open();
  const everything = page.getByRole('article').getByRole('group');
  expect(await everything.textContent()).toContain('Pay \\u202enna\\u202c 10\\u200b00');
});

test('a sign that was written out stays in one piece among letters that run from right to left, and the sidebar turns nothing around', async () => {
  host().state.asks = [makeAsk({ input: { to: 'Bob', text: 'שלום \u202Etxt.exe a\u200Bb' } })];
  host().state.chats = [makeChat({ lastText: 'Open \u202Etxt.exe' })];
  const { page } = await open();
  const pieces = page.getByRole('article').getByRole('group').locator('dd bdi');
  expect(await pieces.allTextContents()).toEqual(['\\u202e', '\\u200b']);
  await page.getByText('Open \\u202etxt.exe', { exact: true }).waitFor();
});

test('that the host could not be reached is not said any longer once it is back', async () => {
  host().state.asks = [makeAsk()];
  const { page } = await open();
  const approve = page.getByRole('button', { name: 'Approve' });
  await expect.poll(() => approve.isEnabled()).toBe(true);
  host().cut(true);
  await page.getByText(/Pynchy does not answer|connection to Pynchy ended/).waitFor();
  await approve.click();
  const card = page.getByRole('article').filter({ has: approve });
  await card.getByRole('alert').waitFor();
  host().accept();
  await card.getByRole('alert').waitFor({ state: 'detached' });
  await approve.waitFor();
});

test('shows an argument of 20 kB whole and wrapped, and says where a title was cut', async () => {
  const path = `${'deep/'.repeat(40)}file.txt`;
  const content = `${'0123456789'.repeat(2_000)}THE END`;
  host().state.asks = [makeAsk({ tool: 'write', input: { path, content } })];
  const { page } = await open();
  const card = page.getByRole('article', { name: /^Write the file deep.* …$/ });
  const everything = card.getByRole('group');
  expect(await everything.textContent()).toContain(path);
  expect(await everything.textContent()).toContain('THE END');
  const wide = 'document.querySelector(".py-ask__input").scrollWidth - document.querySelector(".py-ask__input").clientWidth';
  expect(await page.evaluate(wide)).toBeLessThanOrEqual(0);
});

test('Enter on Deny denies', async () => {
  host().state.asks = [makeAsk()];
  await open();
  await opened().page.getByRole('button', { name: 'Deny' }).focus();
  await opened().page.keyboard.press('Enter');
  await opened()
    .page.getByText(/You denied in the window.*: Send a message to Bob/)
    .waitFor();
});

test('an approval that appears takes no focus from somebody who writes', async () => {
  const { page } = await open();
  const field = page.getByRole('textbox', { name: /Message to/ });
  await field.fill('I am writing');
  host().state.asks = [makeAsk()];
  host().emit('ask', 'ask-1');
  await page.getByRole('button', { name: 'Approve' }).waitFor();
  await page.keyboard.type(' on');
  await expect.poll(() => field.inputValue()).toBe('I am writing on');
});

test('an answer given elsewhere replaces the card at once', async () => {
  host().state.asks = [makeAsk()];
  await open();
  await opened().page.getByRole('button', { name: 'Approve' }).waitFor();
  host().state.asks = [makeAsk({ state: 'denied', answeredBy: 'Ann', surface: 'whatsapp', answeredAt: Date.now() })];
  host().emit('ask', 'ask-1');
  await opened()
    .page.getByText(/Ann denied/)
    .waitFor();
});

test('an approval that ran out cannot be answered any more', async () => {
  host().state.asks = [makeAsk({ createdAt: Date.now() - 300_000, expiresAt: Date.now() - 1 })];
  await open();
  await opened().page.getByText('Not answered in time, so denied: Send a message to Bob').waitFor();
  expect(await opened().page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
});

test('a question takes one of its options or other words', async () => {
  host().state.asks = [
    makeAsk({
      kind: 'question',
      tool: null,
      input: null,
      questions: [
        { question: 'Which month?', options: ['March', 'April'] },
        { question: 'In which currency?', options: [] },
      ],
    }),
  ];
  const { page } = await open();
  const send = page.getByRole('button', { name: 'Send answer' });
  expect(await send.isDisabled()).toBe(true);
  await page.getByRole('radio', { name: 'April' }).check();
  await page.getByRole('textbox', { name: 'Your answer' }).fill('euro');
  await send.click();
  await page.getByText(/You answered in the window.*: Which month\?/).waitFor();
  expect(answers()).toEqual([{ id: 'ask-1', decision: 'answer', answers: ['April', 'euro'] }]);
});

test('the note in the sidebar leads from another screen to the card', async () => {
  host().state.asks = [makeAsk()];
  await open({ path: '#/plugins' });
  await opened().page.getByRole('button', { name: '1 waiting for you' }).click();
  await expect.poll(() => opened().page.evaluate('document.activeElement.textContent')).toBe('Deny');
});

test('the note leads to the card, past all that was not read yet', async () => {
  const { page } = await open({ path: '#/plugins' });
  host().state.messages = Array.from({ length: 40 }, (_, i) => makeMessage(i + 1, { origin: 'agent', text: `Message ${i + 1}` }));
  host().state.chats = [makeChat({ readSeq: 3, unread: 37, state: 'waiting' })];
  host().state.turns = [makeTurn({ state: 'waiting', wait: 'ask', endedAt: null, afterSeq: 40 })];
  host().state.asks = [makeAsk()];
  host().emit('ask', 'ask-1');
  await page.getByRole('button', { name: '1 waiting for you' }).click();
  const card = page.getByRole('article', { name: 'Send a message to Bob' });
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Deny');
  // The way to what was not read yet is corrected over some frames: none of them may lead away.
  for (let frame = 0; frame < 20; frame += 1) await page.evaluate('new Promise(requestAnimationFrame)');
  const box = await card.boundingBox();
  expect(box?.y).toBeGreaterThan(0);
  expect(box?.y).toBeLessThan(780);
});

test('shows the file that would be sent, to be looked at before anybody says yes', async () => {
  const file = { sha256: 'a'.repeat(64), name: 'report.pdf', mime: 'application/pdf', bytes: 2048 };
  host().state.asks = [makeAsk({ tool: 'send_file', input: { chat: 'Bob', path: 'out/report.pdf', caption: 'For you', ...file } })];
  const { page } = await open();
  const card = page.getByRole('article', { name: 'Send a file to Bob' });
  await card.getByRole('link', { name: /report\.pdf/ }).waitFor();
  const everything = await card.getByRole('group').textContent();
  expect(everything).toContain('out/report.pdf');
  expect(everything).not.toContain('aaaa');
});
