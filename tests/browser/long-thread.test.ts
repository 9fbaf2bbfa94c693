import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import type { MessageView } from '#contract/ui/views.ts';
import { fixturePage } from './fixture-page.ts';
import { makeChat, makeMessage, makeModel, makeStep, makeTurn } from './fixture-state.ts';

const dayMs = 86_400_000;
const messages = (count: number): MessageView[] => {
  const start = Date.now() - 20 * dayMs;
  return Array.from({ length: count }, (_, i) =>
    makeMessage(i + 1, { text: `Message ${i + 1}\n${'words '.repeat((i * 7) % 40)}`, sentAt: start + (i * 20 * dayMs) / count }),
  );
};

const { host, open, opened } = fixturePage(({ state }) => {
  state.messages = messages(500);
});

const box = (): Locator => opened().page.getByRole('region', { name: 'Messages' });
const at = (n: number): Locator => opened().page.getByText(new RegExp(`^Message ${n}\\b`));
const fromEnd = (): Promise<number> => box().evaluate((el) => el.scrollHeight - el.scrollTop - el.clientHeight);
const isInView = async (what: Locator): Promise<boolean> => {
  const [room, place] = await Promise.all([box().boundingBox(), what.boundingBox()]);
  return room !== null && place !== null && place.y >= room.y - 1 && place.y < room.y + room.height;
};
const nodes = (): Promise<number> => opened().page.evaluate('document.querySelectorAll("*").length');
const scrollTo = (top: number): Promise<void> =>
  box().evaluate((el, value) => {
    el.scrollTop = value;
  }, top);

test('a long chat opens at its end with one page, and older pages come in above without moving what is read', async () => {
  await open();
  await at(500).waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
  expect(
    host().calls.filter(({ name, input }) => name === 'chats.thread' && (input as { before?: number }).before == null),
  ).not.toHaveLength(0);
  let release: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    host().before = (name, input) => {
      if (name !== 'chats.thread' || typeof (input as { before?: number | null }).before !== 'number') return;
      resolve();
      return new Promise((go) => {
        release = go;
      });
    };
  });
  await scrollTo(0);
  await asked;
  const shown = opened().page.getByRole('article').nth(3);
  const text = (await shown.locator('.py-message__bubble').textContent())?.split('\n')[0] ?? '';
  const same = at(Number(text.replace(/\D/g, '')));
  await same.waitFor();
  const heightBefore = await box().evaluate((el) => el.scrollHeight);
  const before = await same.evaluate((el) => Math.round(el.getBoundingClientRect().top));
  host().before = () => undefined;
  release();
  await expect.poll(() => box().evaluate((el) => el.scrollHeight)).toBeGreaterThan(heightBefore + 1_000);
  expect(await same.evaluate((el) => Math.round(el.getBoundingClientRect().top))).toBe(before);
});

test('the very first message can be reached, only what is near is on the page, and the end is one click away', async () => {
  host().state.messages = messages(1_800);
  await open();
  await at(1_800).waitFor();
  await expect
    .poll(
      async () => {
        await scrollTo(0);
        return at(1).count();
      },
      { timeout: 60_000 },
    )
    .toBe(1);
  await expect.poll(() => opened().page.getByText('Older messages …').count()).toBe(0);
  expect(await opened().page.getByRole('article').count()).toBeLessThan(60);
  // What is far below was let go.
  await opened().page.getByRole('button', { name: 'To the newest' }).click();
  await at(1_800).waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
});

test('10,000 messages: a fling through thousands of them keeps few nodes on the page and the frames short', async () => {
  host().state.messages = messages(10_000);
  await open();
  await at(10_000).waitFor();
  // A reader comes far up, then flings: every frame has its time.
  const frames = (await opened().page.evaluate(`new Promise((done) => {
    const box = document.querySelector('.py-thread__viewport');
    const times = []; let nodes = 0; let last = performance.now(); let n = 0;
    const tick = () => {
      const now = performance.now(); times.push(now - last); last = now;
      if (n % 30 === 0) nodes = Math.max(nodes, document.querySelectorAll('*').length);
      box.scrollTop -= 180; n += 1;
      if (n < 300) requestAnimationFrame(tick); else done({ times, nodes });
    };
    requestAnimationFrame(tick);
  })`)) as { times: number[]; nodes: number };
  expect(frames.nodes).toBeLessThan(3_000);
  const sorted = [...frames.times].sort((a, b) => a - b);
  console.log(`fling: frame p50 ${sorted[150]?.toFixed(1)} ms, p95 ${sorted[285]?.toFixed(1)} ms, nodes ${frames.nodes}`);
  expect(await box().evaluate((el) => el.scrollTop)).toBeGreaterThan(0);
});

test('a link to a message far up opens there with few calls, marks it, and the end is one click away', async () => {
  host().state.messages = messages(10_000);
  await open();
  await at(10_000).waitFor();
  const calls = host().calls.filter(({ name }) => name === 'chats.thread').length;
  await opened().page.goto(`${host().url}/#/chat/chat-1?at=4321`);
  await at(4_321).waitFor();
  await expect.poll(() => isInView(at(4_321))).toBe(true);
  await expect.poll(() => opened().page.locator('.py-entry--hit').getByText('Message 4321').count()).toBe(1);
  expect(host().calls.filter(({ name }) => name === 'chats.thread').length - calls).toBeLessThan(6);
  // Reading on goes both ways.
  const newest = (): Promise<number> =>
    opened().page.evaluate('Math.max(...[...document.querySelectorAll("[data-seq]")].map(({ dataset }) => Number(dataset.seq)))');
  await expect
    .poll(async () => {
      await scrollTo(1e9);
      return newest();
    })
    .toBeGreaterThan(4_400);
  await opened().page.getByRole('button', { name: 'To the newest' }).click();
  await at(10_000).waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
});

test('Escape leads back from a found message to the end of the chat', async () => {
  await open({ path: '#/chat/chat-1?at=100' });
  await expect.poll(() => isInView(at(100))).toBe(true);
  await box().focus();
  await opened().page.keyboard.press('Escape');
  await at(500).waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
  expect(new URL(opened().page.url()).hash).toBe('#/chat/chat-1');
});

test('a day is jumped to from the header', async () => {
  await open();
  await at(500).waitFor();
  const day = new Date(Date.now() - 10 * dayMs);
  const iso = `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
  const first = host().state.messages.find(({ sentAt }) => sentAt >= new Date(`${iso}T00:00`).getTime());
  await opened().page.getByRole('button', { name: 'Jump to a day' }).click();
  await opened().page.getByLabel('Day', { exact: true }).fill(iso);
  await opened().page.keyboard.press('Enter');
  await expect.poll(() => isInView(at(first?.seq ?? 0))).toBe(true);
});

test('a chat with unread messages opens where reading was left', async () => {
  host().state.messages = Array.from({ length: 80 }, (_, i) =>
    makeMessage(i + 1, i % 2 === 0 ? {} : { origin: 'agent', author: null, text: `Answer ${i + 1}. ${'words '.repeat(60)}` }),
  );
  host().state.chats = [makeChat({ unread: 12, readSeq: 57 })];
  await open();
  await expect.poll(() => isInView(opened().page.getByRole('note').getByText('New'))).toBe(true);
  await opened().page.getByText('Answer 58.').waitFor();
  expect(await fromEnd()).toBeGreaterThan(500);
});

test('a reader in the middle is not moved while an answer streams at the end', async () => {
  host().state.turns = [
    makeTurn({
      afterSeq: 500,
      state: 'running',
      endedAt: null,
      steps: [makeModel('m', 0), makeStep('s', 1, { state: 'running', endedAt: null })],
    }),
  ];
  await open();
  await at(500).waitFor();
  await scrollTo(2_000);
  await expect.poll(() => box().evaluate((el) => el.scrollTop)).toBeGreaterThan(0);
  await opened().page.evaluate('new Promise((done) => setTimeout(done, 0))');
  const read = opened().page.getByRole('article').nth(6);
  await expect.poll(() => read.count()).toBe(1);
  const label = (await read.locator('.py-message__bubble').textContent())?.split('\n')[0] ?? '';
  const same = at(Number(label.replace(/\D/g, '')));
  const place = (): Promise<number> => same.evaluate((el) => Math.round(el.getBoundingClientRect().top));
  // Rows are measured in the frames after a scroll; only then is the reader at rest.
  const frames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
  await expect
    .poll(async () => {
      const earlier = await place();
      await opened().page.evaluate(frames);
      return (await place()) - earlier;
    })
    .toBe(0);
  const before = await place();
  for (let offset = 0; offset < 4_000; offset += 400) {
    host().delta({ chatId: 'chat-1', turnId: 'turn-1', stepId: 's', kind: 'text', offset, text: 'streamed words and\n\n'.repeat(20) });
    await opened().page.evaluate('new Promise(requestAnimationFrame)');
  }
  await opened().page.getByRole('button', { name: 'New text' }).waitFor();
  expect(await place()).toBe(before);
  expect(await nodes()).toBeLessThan(3_000);
});
