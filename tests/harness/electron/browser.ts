import { type Browser, type BrowserContext, chromium } from 'playwright';
import { app } from './fake-app.ts';

let context: Promise<BrowserContext> | null = null;

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'];

/** One Chromium for all windows of this process; closed when the app quits. */
export const browserContext = (): Promise<BrowserContext> => {
  context ??= (async () => {
    const browser: Browser = await chromium.launch({ executablePath: process.env.PYNCHY_CHROMIUM ?? '/usr/bin/chromium', args });
    app.onQuit(() => browser.close());
    return browser.newContext({ viewport: { width: 1180, height: 780 } });
  })();
  return context;
};
