import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The real Electron. Only the workflow collects this, on three systems: it fetches the program and builds the app before.
const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'pynchy-electron-'));
let app: ElectronApplication;
let page: Page;

beforeAll(async () => {
  const electron = join(root, 'node_modules', 'electron');
  app = await _electron.launch({
    executablePath: join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8').trim()),
    args: [root],
    env: {
      ...process.env,
      PYNCHY_HOME: home,
      PYNCHY_NODE: process.execPath,
      // A desktop with a tray, also where a workflow has none: the close button hides the window there.
      ...(process.platform === 'linux' ? { XDG_CURRENT_DESKTOP: 'KDE', DBUS_SESSION_BUS_ADDRESS: 'disabled:' } : {}),
    } as Record<string, string>,
  });
  page = await app.firstWindow();
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  await app?.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

const isShown = (): Promise<boolean | undefined> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.getTitle() === 'Pynchy')
      ?.isVisible(),
  );

test('the real window shows the page under app:// and has nothing of Node in it', async () => {
  await page.locator('main').waitFor();
  expect(page.url()).toMatch(/^app:\/\/pynchy\//);
  expect(await page.evaluate('[typeof require, typeof process, typeof pynchyShell.hello].join()')).toBe('undefined,undefined,function');
  expect(await page.evaluate("fetch('/%2e%2e/%2e%2e/package.json').then((r) => r.status)")).toBe(404);
});

test('the page has a connection to its host over the port: a message is answered, after a reload too', async () => {
  for (const word of ['first', 'second']) {
    await page.evaluate("location.hash = '#/chat'");
    const field = page.getByRole('textbox', { name: /Message to/ });
    await field.fill(`run echo ${word}-over-the-port`);
    await field.press('Enter');
    // What was said, and the answer of Practice with what the command printed.
    const bubbles = page.getByRole('article').filter({ hasText: `${word}-over-the-port` });
    await expect.poll(() => bubbles.count(), { timeout: 30_000 }).toBeGreaterThan(1);
    await page.reload();
    await page.locator('main').waitFor();
  }
});

test('the Node.js inside has the database with its full-text search', async () => {
  const found = await app.evaluate(() => {
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
    const db = new DatabaseSync(':memory:');
    db.exec("CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'unicode61'); INSERT INTO words VALUES ('the rent of March')");
    return db.prepare("SELECT count(*) AS n FROM words WHERE words MATCH 'rent'").get()?.n;
  });
  expect(found).toBe(1);
});

test('permissions are denied by the real session', async () => {
  expect(await page.evaluate("navigator.permissions.query({ name: 'geolocation' }).then((p) => p.state)")).toBe('denied');
});

test('every window is closed off: sandbox, isolation, no Node', async () => {
  const preferences = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()),
  );
  expect(preferences.length).toBeGreaterThan(0);
  for (const each of preferences)
    expect(each).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
});

test('the close button hides the window, a second start shows it, and quitting ends the program', async () => {
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.getTitle() === 'Pynchy')
      ?.close(),
  );
  await expect.poll(isShown).toBe(false);
  await app.evaluate(({ app: electron }) => electron.emit('second-instance', {}, [], '', {}));
  await expect.poll(isShown).toBe(true);
  const gone = new Promise((resolve) => app.process().once('exit', resolve));
  // The answer of this call is cut by the end of the program.
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
  expect(await gone).toBe(0);
});
