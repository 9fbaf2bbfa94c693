import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { type FixtureHost, startFixtureHost } from './fixture-host.ts';
import { launchBrowser, type OpenPage, openPage } from './open-page.ts';

type OpenOptions = NonNullable<Parameters<typeof openPage>[2]>;

/** What a test of the page works with. */
export interface FixturePage {
  /** One for all tests of the file. */
  readonly browser: () => Browser;
  /** A new one for each test, with the state that `prepare` gave it. */
  readonly host: () => FixtureHost;
  /** Opens the page in a new profile; it is closed after the test. */
  readonly open: (options?: OpenOptions) => Promise<OpenPage>;
}

/** Call it once at the top of a file: one browser for the file, a fresh host for each test. */
export const fixturePage = (prepare: (host: FixtureHost) => void = () => undefined): FixturePage => {
  let browser: Browser;
  let host: FixtureHost;
  let opened: OpenPage[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    host = await startFixtureHost(inject('pageDir'));
    prepare(host);
  });
  afterEach(async () => {
    try {
      await Promise.all(opened.map((page) => page.close()));
    } finally {
      opened = [];
      await host.close();
    }
  });
  return {
    browser: () => browser,
    host: () => host,
    async open(options) {
      const page = await openPage(browser, host, options);
      opened.push(page);
      return page;
    },
  };
};
