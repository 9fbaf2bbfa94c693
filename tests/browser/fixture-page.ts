import type { Browser } from 'playwright';
import { afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { type FixtureHost, startFixtureHost } from './fixture-host.ts';
import { type OpenPage, openPage, workerBrowser } from './open-page.ts';

export type OpenOptions = NonNullable<Parameters<typeof openPage>[2]>;

/** What a test of the page works with. */
export interface FixturePage {
  /** One for all tests of the worker. */
  readonly browser: () => Browser;
  /** A new one for each test, with the state that `prepare` gave it. */
  readonly host: () => FixtureHost;
  /** Opens the page in a new profile; it is closed after the test. */
  readonly open: (options?: OpenOptions) => Promise<OpenPage>;
  /** The page that this test opened last. */
  readonly opened: () => OpenPage;
}

/** Call it once at the top of a file: a fresh host for each test. */
export const fixturePage = (prepare: (host: FixtureHost) => void = () => undefined): FixturePage => {
  let browser: Browser;
  let host: FixtureHost;
  let pages: OpenPage[] = [];
  beforeAll(async () => {
    browser = await workerBrowser();
  });
  beforeEach(async () => {
    host = await startFixtureHost(inject('pageDir'));
    prepare(host);
  });
  afterEach(async () => {
    try {
      await Promise.all(pages.map((page) => page.close()));
    } finally {
      pages = [];
      await host.close();
    }
  });
  return {
    browser: () => browser,
    host: () => host,
    async open(options) {
      const page = await openPage(browser, host, options);
      pages.push(page);
      return page;
    },
    opened() {
      const last = pages.at(-1);
      if (!last) throw new Error('no page was opened in this test');
      return last;
    },
  };
};
