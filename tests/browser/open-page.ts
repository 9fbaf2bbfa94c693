import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright';
import type { FixtureHost } from './fixture-host.ts';

// This list replaces the one of Playwright, whose part that matters here comes first. The last three are Chromium's own
// address bar: two more pages for each window, which nobody sees and which cost as much as ours.
const withoutFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'OptimizationHints',
  'AimEnabled',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
];
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page does not pay for a process while another of its profile and address is open.
  '--process-per-site',
  `--disable-features=${withoutFeatures.join(',')}`,
];

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.PYNCHY_CHROMIUM ?? '/usr/bin/chromium', args });

// How many times slower the page's own processor is: `PYNCHY_SLOW_PAGE=8` finds what only a busy machine shows.
const slowness = Number(process.env.PYNCHY_SLOW_PAGE ?? 1);

let shared: Promise<Browser> | null = null;

/** The one Chromium of this worker. It ends with the process; what a test opens in it, the test closes. */
export const workerBrowser = (): Promise<Browser> => {
  shared ??= launchBrowser();
  return shared;
};

export interface OpenPage {
  readonly page: Page;
  /** What the page wrote to its console as an error, and what it threw. */
  readonly errors: string[];
  close(): Promise<void>;
}

const wide = { viewport: { width: 1180, height: 780 } };

/** A new browser profile that signs in with a fresh link. */
export const openPage = async (
  browser: Browser,
  host: FixtureHost,
  { path, ...options }: BrowserContextOptions & { path?: string } = {},
): Promise<OpenPage> => {
  const context = await browser.newContext({ ...wide, ...options });
  return { ...(await openIn(context, host, path)), close: () => context.close() };
};

const openIn = async (context: BrowserContext, host: FixtureHost, path: string | undefined): Promise<OpenPage> => {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (slowness > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowness });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(host.link());
  // The most that a page does at once; only a hang takes this long.
  await page.getByRole('textbox', { name: /Message to|Méssàgé/ }).waitFor({ timeout: 30_000 });
  if (path !== undefined) await page.goto(`${host.url}/${path}`);
  return { page, errors, close: () => page.close() };
};

/** A profile that is like new for each test, and has the scripts of the page compiled already: most of what a new one costs. */
export interface WorkerProfile {
  /** At the address of the first host. */
  open(host: FixtureHost, path?: string): Promise<OpenPage>;
  /** Forgets everything that a test left, and closes its pages. */
  clean(): Promise<void>;
}

export const createWorkerProfile = (browser: Browser): WorkerProfile => {
  // Its own page shows no more than a text: it holds the process of the address, and clears what is stored there.
  let own: Promise<{ context: BrowserContext; keeper: Page; url: string }> | null = null;
  const start = async (url: string) => {
    const context = await browser.newContext(wide);
    const keeper = await context.newPage();
    await keeper.goto(`${url}/first-paint.js`);
    return { context, keeper, url };
  };
  return {
    async open(host, path) {
      own ??= start(host.url);
      const { context, url } = await own;
      return url === host.url ? openIn(context, host, path) : openPage(browser, host, path === undefined ? {} : { path });
    },
    async clean() {
      if (!own) return;
      const { context, keeper } = await own;
      const left = context.pages().filter((page) => page !== keeper);
      await Promise.all(left.map((page) => page.close()));
      await Promise.all([context.clearCookies(), context.clearPermissions(), context.unrouteAll(), context.setOffline(false)]);
      await keeper.evaluate('localStorage.clear()');
    },
  };
};
