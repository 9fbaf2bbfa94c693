import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type FixtureHost, startFixtureHost } from './fixture-host.ts';
import { type OpenPage, openPage, workerBrowser } from './open-page.ts';
import { findingsInBothSchemes, misfits, reachable, untranslated, walkByTab } from './page-checks.ts';

export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly ready: (page: Page, host: FixtureHost) => Promise<unknown>;
  /** What is open above the page takes the keys: Tab stays in there. */
  readonly isDialog?: boolean;
  /** Its Tab order has a test of its own. */
  readonly isTabTestedElsewhere?: boolean;
}

/** Words that no locale has: keys as they are printed on the keyboard, and names of workspaces, tools and models. */
const names = /^(aria-label: )?([A-Z]|Alt|home|run|send_message|claude-.*)$/;
const wide = { width: 1180, height: 780 };

const goTo = async (open: OpenPage, host: FixtureHost, screen: Screen): Promise<void> => {
  const { page } = open;
  await page.setViewportSize(wide);
  await page.keyboard.press('Escape');
  // By way of another screen, so that nothing is left of an earlier visit.
  for (const hash of [screen.path === '#/health' ? '#/approvals' : '#/health', screen.path])
    await page.evaluate(`location.hash = '${hash}'`);
  await screen.ready(page, host);
};

/** Two tests for each screen. All of them share two open pages, one in the longer test language. */
export const testScreens = (screens: readonly Screen[], prepare: (host: FixtureHost) => void): void => {
  let host: FixtureHost;
  let plain: OpenPage;
  let pseudo: OpenPage;
  beforeAll(async () => {
    const browser = await workerBrowser();
    host = await startFixtureHost(inject('pageDir'));
    prepare(host);
    [plain, pseudo] = await Promise.all([openPage(browser, host, { reducedMotion: 'reduce' }), openPage(browser, host)]);
    await pseudo.page.goto(`${host.url}/?locale=pseudo#/chat/chat-1`);
  });
  afterAll(async () => {
    await Promise.all([plain?.close(), pseudo?.close()]);
    await host?.close();
  });

  test.each(screens)('$name: no accessibility finding, and Tab alone reaches everything with a focus that can be seen', async (screen) => {
    await goTo(plain, host, screen);
    const { page } = plain;
    expect(await findingsInBothSchemes(page)).toEqual([]);
    // Each is of one screen.
    expect(plain.errors.splice(0)).toEqual([]);
    if (screen.isDialog || screen.isTabTestedElsewhere) return;
    const reached = await walkByTab(page);
    expect(reached.filter(({ isSeen }) => !isSeen).map(({ name }) => name)).toEqual([]);
    expect(reached.length).toBeGreaterThanOrEqual((await page.evaluate(reachable)) as number);
  });

  test.each(screens)(
    '$name: fits a small window, a phone and 200 % zoom in the longer test language, and all its texts come from it',
    async (screen) => {
      await goTo(pseudo, host, screen);
      const texts = (await pseudo.page.evaluate(untranslated)) as string[];
      expect(texts.filter((text) => !names.test(text))).toEqual([]);
      expect(await misfits(pseudo.page)).toEqual([]);
    },
  );
};
