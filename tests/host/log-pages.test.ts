import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { LogNews } from '#contract/ui/domains/logs.ts';
import { openLogFile } from '#core/base/log.ts';
import { followLog } from '#core/base/log-follow.ts';
import { readLogPage } from '#core/base/log-pages.ts';
import { createRedactor } from '#core/base/redaction.ts';
import { send, turnIn } from '../harness/talk.ts';
import { tempFolder } from '../harness/temp-home.ts';
import { startWorld } from '../harness/world.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
const all = { level: 'debug', scope: null, turnId: null, text: '' } as const;

it('pages backwards through a log of several files, each line once and in order, also with lines longer than a chunk', async () => {
  const dir = tempFolder('logs');
  mkdirSync(dir, { recursive: true });
  const long = 'ü'.repeat(50_000);
  for (const [file, from] of [
    ['host.2.log', 0],
    ['host.1.log', 300],
    ['host.log', 600],
  ] as const)
    for (let n = from; n < from + 300; n++) appendFileSync(join(dir, file), `line ${n}${n % 100 === 7 ? long : ''}\n`);
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readLogPage>> = await readLogPage(dir, { wants: () => true, before, limit: 70 });
    seen.unshift(...page.lines);
    before = page.before;
  } while (before !== null);
  expect(seen.map((line) => Number(/^line (\d+)/.exec(line)?.[1]))).toEqual(Array.from({ length: 900 }, (_, n) => n));
  expect(seen[7]).toHaveLength('line 7'.length + long.length);
});

it('keeps its place while the log is rotated, and ends quietly when that part is gone', async () => {
  const dir = tempFolder('logs');
  appendFileSync(join(dir, 'host.log'), 'one\ntwo\nthree\n');
  const page = await readLogPage(dir, { wants: () => true, before: null, limit: 1 });
  expect(page.lines).toEqual(['three']);
  renameSync(join(dir, 'host.log'), join(dir, 'host.1.log'));
  appendFileSync(join(dir, 'host.log'), 'four\n');
  expect((await readLogPage(dir, { wants: () => true, before: page.before, limit: 9 })).lines).toEqual(['one', 'two']);
  expect(await readLogPage(dir, { wants: () => true, before: '1:5', limit: 9 })).toEqual({ lines: [], before: null });
});

it('looks through no more than some megabytes for one page, and says where to go on', async () => {
  const dir = tempFolder('logs');
  appendFileSync(join(dir, 'host.log'), `needle\n${`${'x'.repeat(999)}\n`.repeat(9_000)}`);
  let before: string | null = null;
  let pages = 0;
  const found: string[] = [];
  do {
    const page: Awaited<ReturnType<typeof readLogPage>> = await readLogPage(dir, { wants: (line) => line === 'needle', before, limit: 10 });
    found.push(...page.lines);
    before = page.before;
    pages++;
  } while (before !== null);
  expect(found).toEqual(['needle']);
  expect(pages).toBe(3);
});

it('tells a reader that is too slow how many lines it missed, and keeps the host small', async () => {
  const redactor = createRedactor();
  redactor.add('swordfish-42');
  const file = openLogFile(tempFolder('logs'), redactor);
  closers.push(file.close);
  const stop = new AbortController();
  const news = followLog(file.onLine, () => true, stop.signal);
  const first = news.next();
  const log = file.scope('test');
  for (let n = 0; n < 2_500; n++) log('info', 'swordfish-42 swims', { n });
  const lines = (await first).value;
  expect(lines).toMatchObject({ type: 'lines' });
  expect(lines?.type === 'lines' && lines.lines.length).toBe(2_000);
  expect(JSON.stringify(lines)).not.toContain('swordfish-42');
  expect((await news.next()).value).toEqual({ type: 'missed', lines: 500 });
  stop.abort();
  expect((await news.next()).done).toBe(true);
});

it('follows live what fits the filter, pages the rest, and shows no key anywhere', async () => {
  const w = await startWorld();
  closers.push(w.close);
  const key = 'canary-key-5e1f0a77c3';
  await w.client.accounts.add({ name: 'other', provider: 'openai', baseUrl: w.sim.url, key });
  w.sim.script(() => [{ do: 'answer', status: 500, body: { error: { message: `what is ${key}?` } } }]);
  const stop = new AbortController();
  const news = await w.client.logs.follow({ filter: { ...all, scope: 'agent', level: 'info' } }, { signal: stop.signal });
  const arrived = news.next();
  await w.client.accounts.test({ name: 'other' });
  const messageId = await send(w.client, w.chatId, `Is ${key} mine?`);
  const first = LogNews.parse((await arrived).value);
  expect(first).toMatchObject({ type: 'lines' });
  const followed = first.type === 'lines' ? first.lines : [];
  expect(followed.length).toBeGreaterThan(0);
  expect(new Set(followed.map(({ scope, level }) => `${scope} ${level === 'debug'}`))).toEqual(new Set(['agent false']));
  stop.abort();

  w.sim.script(() => [{ do: 'text', text: 'No.' }]);
  await turnIn(w.client, messageId, 'done').catch(() => undefined);
  const { lines } = await w.client.logs.page({ filter: all, limit: 1_000 });
  expect(lines.length).toBeGreaterThan(10);
  expect(await w.client.logs.scopes()).toEqual(expect.arrayContaining(['agent', 'host']));
  const one = await w.client.logs.page({ filter: { ...all, text: 'HOST READY' }, limit: 5 });
  expect(one.lines.map(({ text }) => text)).toEqual(['host ready']);
  const written = readdirSync(join(w.home, 'logs'))
    .map((name) => readFileSync(join(w.home, 'logs', name), 'utf8'))
    .join('');
  expect(JSON.stringify(lines) + written).not.toContain(key);
});
