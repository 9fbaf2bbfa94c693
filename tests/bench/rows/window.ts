import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright';
import type { HostClient } from '#contract/client/connect.ts';
import { launchBrowser } from '../../browser/open-page.ts';
import { addModelAccount, addWorkspace, newChat } from '../conversation.ts';
import { fillHome } from '../fill-home.ts';
import { withRunningHost } from '../host.ts';
import type { Model } from '../model.ts';
import type { Row } from '../report.ts';
import { mb, ms, p50, p95 } from '../stats.ts';
import { type BenchPage, firstPaintMs, fling, interactiveMs, openBenchPage, openChatMs, watched, weigh } from '../window-page.ts';

const rendererDir = fileURLToPath(new URL('../../../out/renderer', import.meta.url));
const opens = 5;
const longThread = 10_000;
const flingMs = 5_000;
const flingPixelsPerSecond = 3_600;

/** What the window costs in real Chromium, served by the headless host: first paint, size, memory, streaming, scrolling. */
export const windowRows = async (dir: string, model: Model): Promise<Row[]> => {
  const { home, chatIds } = fillHome(join(dir, 'window'), { messages: longThread * 2, chats: 2 });
  const [longChat = '', otherChat = ''] = chatIds;
  const browser = await launchBrowser();
  try {
    return await withRunningHost(home, async (client) => [
      ...(await paintRows(browser, client)),
      bundleRow(),
      ...(await threadRows(browser, client, longChat, otherChat)),
      await streamRow(browser, client, model),
    ]);
  } finally {
    await browser.close();
  }
};

const withPage = async <T>(browser: Browser, client: HostClient, work: (page: BenchPage) => Promise<T>): Promise<T> => {
  const open = await openBenchPage(browser, (await client.host.openLink()).url);
  try {
    return await work(open);
  } finally {
    await open.close();
  }
};

const paintRows = async (browser: Browser, client: HostClient): Promise<Row[]> => {
  const paint: number[] = [];
  const ready: number[] = [];
  for (let n = 0; n < opens; n++)
    await withPage(browser, client, async ({ page }) => {
      paint.push(await firstPaintMs(page));
      ready.push(await interactiveMs(page));
    });
  const row = (name: string, samples: readonly number[]): Row => ({
    name,
    budget: '',
    measured: `p50 ${ms(p50(samples))}, max ${ms(Math.max(...samples))}`,
    peer: '',
    ok: null,
    numbers: { p50Ms: p50(samples), maxMs: Math.max(...samples), samples: samples.length },
  });
  return [row('window: first paint, new browser profile', paint), row('window: ready to type', ready)];
};

/** Scripts and styles that index.html names: what comes before the first paint. Other pages load theirs when they are opened. */
const bundleRow = (): Row => {
  const html = readFileSync(join(rendererDir, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.?\/([^"]+\.(js|css))"/g)].map(([, path = '', kind = '']) => {
    const bytes = readFileSync(join(rendererDir, path));
    return { kind, kb: bytes.length / 1024, gzKb: gzipSync(bytes).length / 1024 };
  });
  const sum = (kind: string, size: 'kb' | 'gzKb'): number => named.reduce((n, file) => n + (file.kind === kind ? file[size] : 0), 0);
  const [js, jsGz, css, cssGz] = [sum('js', 'kb'), sum('js', 'gzKb'), sum('css', 'kb'), sum('css', 'gzKb')];
  if (js === 0 || css === 0) throw new Error('index.html names no script or no style');
  return {
    name: 'window: what the first page loads',
    budget: 'JS <= 900 kB',
    measured: `JS ${js.toFixed(0)} kB (${jsGz.toFixed(0)} kB gzip), CSS ${css.toFixed(0)} kB (${cssGz.toFixed(0)} kB gzip)`,
    peer: '',
    ok: js <= 900,
    numbers: { jsKb: js, jsGzKb: jsGz, cssKb: css, cssGzKb: cssGz },
  };
};

const threadRows = (browser: Browser, client: HostClient, chatId: string, otherChat: string): Promise<Row[]> =>
  withPage<Row[]>(browser, client, async (open): Promise<Row[]> => {
    const openMs: number[] = [];
    for (let n = 0; n < opens; n++) {
      await openChatMs(open.page, otherChat);
      openMs.push(await openChatMs(open.page, chatId));
    }
    let moved = 0;
    const seen = await watched(open.page, async () => {
      moved = await fling(open.page, { pixelsPerSecond: flingPixelsPerSecond, forMs: flingMs });
    });
    if (moved < 3_000) throw new Error(`the thread moved ${moved} px only`);
    const { heapBytes, nodes } = await weigh(open);
    return [
      {
        name: `window: open a chat of ${longThread} messages`,
        budget: '<= 300 ms',
        measured: `p50 ${ms(p50(openMs))}, max ${ms(Math.max(...openMs))}`,
        peer: '',
        ok: p50(openMs) <= 300,
        numbers: { p50Ms: p50(openMs), maxMs: Math.max(...openMs) },
      },
      {
        name: 'window: frames of a 5 s fling there',
        budget: 'p95 <= 20 ms',
        measured: `p95 ${ms(p95(seen.frames))}, longest task ${longest(seen.longTasks)}`,
        peer: '',
        ok: p95(seen.frames) <= 20,
        numbers: { p95Ms: p95(seen.frames), frames: seen.frames.length, pixels: moved, longestTaskMs: Math.max(0, ...seen.longTasks) },
      },
      {
        name: 'window: memory of that tab, after the fling',
        budget: '< 3000 elements',
        measured: `heap ${mb(heapBytes).toFixed(1)} MB, ${nodes} elements`,
        peer: '',
        ok: nodes < 3_000,
        numbers: { heapMb: mb(heapBytes), nodes },
      },
    ];
  });

const longest = (tasks: readonly number[]): string => (tasks.length === 0 ? 'under 50 ms' : ms(Math.max(...tasks)));

const streamRow = async (browser: Browser, client: HostClient, model: Model): Promise<Row> => {
  const workspaceId = await addWorkspace(client, 'streaming', await addModelAccount(client, model.url, 'openai'));
  const chatId = await newChat(client, workspaceId);
  return withPage(browser, client, async ({ page }) => {
    await page.evaluate(`location.hash = '#/chat/${chatId}'`);
    const seen = await watched(page, async () => {
      await client.messages.send({ chatId, text: 'STREAM', clientId: randomUUID() });
      await page.locator('.py-thread').getByText('THE END OF THE STREAM').last().waitFor();
    });
    return {
      name: 'window: streaming 200 tokens/s of Markdown',
      budget: 'no task over 50 ms',
      measured: `longest task ${longest(seen.longTasks)}, frames p95 ${ms(p95(seen.frames))}`,
      peer: '',
      ok: seen.longTasks.length === 0,
      numbers: { longestTaskMs: Math.max(0, ...seen.longTasks), longTasks: seen.longTasks.length, frameP95Ms: p95(seen.frames) },
    };
  });
};
