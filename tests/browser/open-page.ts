import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
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

/** A new browser profile that signs in with a fresh link. */
export const openPage = async (
  browser: Browser,
  host: FixtureHost,
  options: BrowserContextOptions & { path?: string } = {},
): Promise<OpenPage> => {
  const { path, ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1180, height: 780 }, ...contextOptions });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  if (slowness > 1) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowness });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(host.link());
  await page.getByRole('textbox', { name: /Message to|Méssàgé/ }).waitFor();
  if (path !== undefined) await page.goto(`${host.url}/${path}`);
  return { page, errors, close: () => context.close() };
};
