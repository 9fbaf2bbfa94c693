import type { Browser, CDPSession, Page } from 'playwright';

/** A page as a person opens it, with the notes that the rows read from it. */
export interface BenchPage {
  readonly page: Page;
  readonly cdp: CDPSession;
  close(): Promise<void>;
}

// In the page, before its own script: when the composer is there, each long task, each frame.
const notes = `(() => {
  const notes = (window.__bench = { interactiveMs: 0, longTasks: [], frames: [], isCounting: false });
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) notes.longTasks.push(duration); }).observe({ type: 'longtask', buffered: true });
  const look = () => { const field = document.querySelector('[data-composer]'); if (field && !field.disabled) notes.interactiveMs = performance.now(); else requestAnimationFrame(look); };
  look();
  let last = 0;
  const frame = (now) => { if (notes.isCounting && last) notes.frames.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
})()`;

export const openBenchPage = async (browser: Browser, link: string): Promise<BenchPage> => {
  const context = await browser.newContext({ viewport: { width: 1180, height: 780 } });
  await context.addInitScript(notes);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto(link);
  await page.evaluate(
    'new Promise((done) => { const look = () => (window.__bench.interactiveMs > 0 ? done() : requestAnimationFrame(look)); look(); })',
  );
  return { page, cdp, close: () => context.close() };
};

export const firstPaintMs = (page: Page): Promise<number> =>
  page.evaluate<number>(`new Promise((done) => new PerformanceObserver((list) => {
    const first = list.getEntriesByName('first-contentful-paint')[0];
    if (first) done(first.startTime);
  }).observe({ type: 'paint', buffered: true }))`);
export const interactiveMs = (page: Page): Promise<number> => page.evaluate<number>('window.__bench.interactiveMs');

/** What happened while `work` ran: the frames, and tasks of more than 50 ms. */
export const watched = async (page: Page, work: () => Promise<unknown>): Promise<{ frames: number[]; longTasks: number[] }> => {
  await page.evaluate('Object.assign(window.__bench, { frames: [], longTasks: [], isCounting: true })');
  await work();
  return page.evaluate<{ frames: number[]; longTasks: number[] }>(
    '(window.__bench.isCounting = false, { frames: window.__bench.frames, longTasks: window.__bench.longTasks })',
  );
};

/** Bytes of the page's heap after everything that nobody holds is gone, and how many elements stand in it. */
export const weigh = async ({ page, cdp }: BenchPage): Promise<{ heapBytes: number; nodes: number }> => {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return { heapBytes: usedSize, nodes: await page.evaluate<number>("document.querySelectorAll('*').length") };
};

/** Scrolls what scrolls most for `forMs`, turning round at the ends, as a finger that flings. Resolves with the way in pixels. */
export const fling = (page: Page, o: { pixelsPerSecond: number; forMs: number }): Promise<number> =>
  page.evaluate<number>(`new Promise((done) => {
    const boxes = [...document.querySelectorAll('main *')].filter((el) => /auto|scroll/.test(getComputedStyle(el).overflowY));
    const box = boxes.sort((a, b) => (b.scrollHeight - b.clientHeight) - (a.scrollHeight - a.clientHeight))[0];
    let last = performance.now(), way = -1, moved = 0;
    const end = last + ${o.forMs};
    const frame = () => {
      const before = box.scrollTop, now = performance.now();
      box.scrollTop += way * ${o.pixelsPerSecond / 1000} * (now - last);
      last = now;
      moved += Math.abs(box.scrollTop - before);
      if (box.scrollTop === before) way = -way;
      if (performance.now() < end) requestAnimationFrame(frame); else done(moved);
    };
    requestAnimationFrame(frame);
  })`);

/** From the choice of a chat to its messages on screen, at the place where one had stopped reading. */
export const openChatMs = async (page: Page, chatId: string): Promise<number> =>
  page.evaluate<number>(`new Promise((done) => {
    const began = performance.now();
    location.hash = '#/chat/${chatId}';
    const look = () => {
      const view = document.querySelector('.py-thread__viewport')?.getBoundingClientRect();
      const shown = view && [...document.querySelectorAll('.py-thread [data-seq], .py-thread article')].some((el) => { const r = el.getBoundingClientRect(); return r.height > 0 && r.bottom > view.top && r.top < view.bottom; });
      if (shown && !document.querySelector('[data-bench-old]')) requestAnimationFrame(() => done(performance.now() - began)); else requestAnimationFrame(look);
    };
    for (const el of document.querySelectorAll('.py-thread')) el.setAttribute('data-bench-old', '');
    requestAnimationFrame(look);
  })`);
