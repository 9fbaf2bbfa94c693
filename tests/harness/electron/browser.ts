import type { BrowserContext } from 'playwright';
import { launchBrowser } from '../../browser/open-page.ts';
import { app } from './fake-app.ts';

let context: Promise<BrowserContext> | null = null;

/** One Chromium for all windows of this process; closed when the app quits. */
export const browserContext = (): Promise<BrowserContext> => {
  context ??= (async () => {
    const browser = await launchBrowser();
    app.onQuit(() => browser.close());
    return browser.newContext({ viewport: { width: 1180, height: 780 } });
  })();
  return context;
};
