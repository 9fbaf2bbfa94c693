import type { Browser } from 'playwright';
import { afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { type FixtureHost, startFixtureHost } from './fixture-host.ts';
import { createWorkerProfile, type OpenPage, openPage, type WorkerProfile, workerBrowser } from './open-page.ts';

export type OpenOptions = NonNullable<Parameters<typeof openPage>[2]>;

/** What a test of the page works with. */
export interface FixturePage {
  /** One for all tests of the worker. */
  readonly browser: () => Browser;
  /** A new one for each test, with the state that `prepare` gave it. */
  readonly host: () => FixtureHost;
  /** Opens the page in a profile that is as good as new, with options in one of its own; it is closed after the test. */
  readonly open: (options?: OpenOptions) => Promise<OpenPage>;
  /** The page that this test opened last. */
  readonly opened: () => OpenPage;
}

// Of the worker: at one address for all its tests the page is compiled once.
let profile: WorkerProfile | null = null;
let port = 0;

/** Call it once at the top of a file: a fresh host for each test. */
export const fixturePage = (prepare: (host: FixtureHost) => void = () => undefined): FixturePage => {
  let browser: Browser;
  let host: FixtureHost;
  let pages: OpenPage[] = [];
  beforeAll(async () => {
    browser = await workerBrowser();
  });
  beforeEach(async () => {
    host = await startFixtureHost(inject('pageDir'), port);
    port ||= Number(new URL(host.url).port);
    prepare(host);
  });
  afterEach(async () => {
    try {
      await Promise.all(pages.map((page) => page.close()));
      await profile?.clean();
    } finally {
      pages = [];
      await host.close();
    }
  });
  return {
    browser: () => browser,
    host: () => host,
    async open(options = {}) {
      const { path, ...rest } = options;
      profile ??= createWorkerProfile(browser);
      const isPlain = pages.length === 0 && Object.keys(rest).length === 0;
      const page = await (isPlain ? profile.open(host, path) : openPage(browser, host, options));
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
