import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The real Electron. Only the workflow collects this, on three systems: it fetches the program and builds the app before.
const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'pynchy-electron-'));
let app: ElectronApplication;

beforeAll(async () => {
  const electron = join(root, 'node_modules', 'electron');
  app = await _electron.launch({
    executablePath: join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8')),
    args: [root],
    env: { ...process.env, PYNCHY_HOME: home, PYNCHY_NODE: process.execPath } as Record<string, string>,
  });
});
afterAll(async () => {
  await app?.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

test('the real window shows the page under app:// and has nothing of Node in it', async () => {
  const page = await app.firstWindow();
  await page.locator('main').waitFor();
  expect(page.url()).toMatch(/^app:\/\/pynchy\//);
  expect(await page.evaluate('[typeof require, typeof process, typeof pynchyShell.hello].join()')).toBe('undefined,undefined,function');
});

test('the page has a connection to its host over the port', async () => {
  const page = await app.firstWindow();
  const answer = await page.evaluate(`new Promise((resolve) => {
    addEventListener('message', (e) => { if (e.data === 'pynchy:port') resolve(e.ports.length); });
    pynchyShell.hello();
  })`);
  expect(answer).toBe(1);
});

test('the search of the database works in this Node.js', async () => {
  const versions = await app.evaluate(() => process.versions);
  expect(Number(versions.node.split('.')[0])).toBeGreaterThanOrEqual(22);
});

test('permissions are denied by the real session', async () => {
  const page = await app.firstWindow();
  expect(await page.evaluate("navigator.permissions.query({ name: 'geolocation' }).then((p) => p.state)")).toBe('denied');
});

test('the close button hides the window and quitting ends the program', async () => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(false);
  const gone = new Promise((resolve) => app.process().once('exit', resolve));
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
  expect(await gone).toBe(0);
});
