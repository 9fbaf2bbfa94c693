import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import type { FixtureHost } from './fixture-host.ts';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.PYNCHY_CHROMIUM ?? '/usr/bin/chromium', args });

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
