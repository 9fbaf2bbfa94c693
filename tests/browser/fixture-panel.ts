import { createRouterClient } from '@orpc/server';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, inject } from 'vitest';
import type { HostClient } from '#contract/client/connect.ts';
import { createHost, type Host } from '#core/app/create-host.ts';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { firstParty } from '../../plugins/first-party.ts';
import { toolboxDir } from '../harness/built.ts';
import { tempHome } from '../harness/temp-home.ts';
import { launchBrowser } from './open-page.ts';

/** What a test of the sandbox panel works with: a real host with one workspace, and the window on it. */
export interface PanelSite {
  readonly home: string;
  readonly host: Host;
  readonly client: HostClient;
  readonly workspaceId: string;
  readonly server: Awaited<ReturnType<typeof serveLoopback>>;
  readonly page: Page;
  /** Goes to the panel and waits until it is there. */
  readonly open: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly card: (name: string) => Locator;
  readonly button: (name: string | RegExp) => Locator;
  /** Runs a command of a person in the workspace. */
  readonly run: (command: string) => Promise<void>;
  /** Waits until the sandbox says this of itself. */
  readonly state: (text: string) => Promise<void>;
}

/** A browser for the tests of one file; gives what starts a site for one test. */
export const panelSites = (): ((sandbox: string) => Promise<PanelSite>) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  return (sandbox) => panelSite(browser, sandbox);
};

const panelSite = async (browser: Browser, sandbox: string): Promise<PanelSite> => {
  const home = tempHome();
  const host = await createHost({ home, version: '0.0.0-test', firstParty, toolboxDir: toolboxDir(), samplesDir: null });
  host.settings.set('window', { ...host.settings.get().window, welcome: 'later' });
  const client: HostClient = createRouterClient(host.api, {
    context: { surface: 'desktop', openLink: () => '', url: () => null, stop: () => undefined },
  });
  await client.workspaces.set({ name: 'home', sandbox });
  const workspaceId = (await client.workspaces.list())[0]?.id ?? '';
  const server = await serveLoopback({ host, rendererDir: inject('pageDir'), onStop: () => undefined });
  const page = await browser.newPage({ viewport: { width: 900, height: 600 } });
  page.setDefaultTimeout(15_000);
  await Promise.all([page.waitForResponse((response) => response.url().endsWith('/api/session')), page.goto(server.openLink())]);
  const card = (name: string): Locator => page.getByRole('region', { name, exact: true });
  return {
    home,
    host,
    client,
    workspaceId,
    server,
    page,
    async open() {
      await page.goto(`${server.url}/#/workspaces/${workspaceId}:sandbox`);
      await card('Sandbox').getByText('Kind', { exact: true }).waitFor();
    },
    async stop() {
      await page.close();
      await server.close();
      await host.stop();
    },
    card,
    button: (name) => page.getByRole('button', { name, exact: true }),
    async run(command) {
      const chat = await client.chats.open({ workspace: 'home', surface: 'desktop' });
      await client.messages.send({ chatId: chat.id, clientId: crypto.randomUUID(), text: `!${command}` });
    },
    state: (text) => card('Sandbox').getByText(text, { exact: true }).waitFor(),
  };
};
