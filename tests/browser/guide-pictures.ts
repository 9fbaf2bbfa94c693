/**
 * Takes the pictures of docs/guide from the real product: npm run build && npx node tests/browser/guide-pictures.ts
 * (demo.png is demo-start-light.png of demo.test.ts with PYNCHY_PICTURES=FOLDER).
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = join(root, 'docs', 'guide');
const program = join(root, 'main', 'cli', 'bootstrap.mjs');
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const say = async (page: Page, text: string): Promise<void> => {
  const box = page.getByRole('textbox', { name: /message/i });
  await box.fill(text);
  await box.press('Enter');
};
const shot = (page: Page, name: string) => page.screenshot({ path: join(target, `${name}.png`) });

/** Opens a screen as a bookmark would, and waits for what stands on it. */
const visit = async (page: Page, hash: string, title: string): Promise<void> => {
  await page.goto(new URL(hash, page.url()).href);
  await page.getByRole('heading', { name: title, exact: true }).first().waitFor();
};
const tab = async (page: Page, name: string, then: string): Promise<void> => {
  await page.getByRole('tab', { name }).click();
  await page.getByText(then).first().waitFor();
};

const firstSteps = async (page: Page, link: string, keep: boolean): Promise<void> => {
  await page.goto(link);
  await page.getByRole('heading', { name: 'Who should think?' }).waitFor();
  await page.getByText('Looking for models on this computer …').waitFor({ state: 'hidden' });
  if (keep) await shot(page, 'first-steps');
  await page.keyboard.press('Escape');
  await page.getByText('What shall we do?').waitFor();
  if (keep) await shot(page, 'first-start');
  await page.getByRole('button', { name: 'Do not show this again' }).click();
  await say(page, 'What did I spend in March?');
  await page.getByText('193.14 EUR').first().waitFor();
};

/** From the sandbox of a workspace to its permissions. */
const secretsAndRules = async (page: Page): Promise<void> => {
  const card = (name: string) => page.getByRole('region', { name, exact: true });
  const secrets = card('Secrets for commands');
  await secrets.getByRole('button', { name: 'Add a secret' }).click();
  await secrets.getByLabel('Name').fill('SHOP_TOKEN');
  await secrets.getByLabel('Value', { exact: true }).fill('not-a-real-token');
  await secrets.getByLabel('Value', { exact: true }).press('Enter');
  await secrets.getByText('SHOP_TOKEN').waitFor();
  await secrets.evaluate((one) => one.scrollIntoView({ block: 'center' }));
  await shot(page, 'secrets');
  await tab(page, 'Permissions', 'What could go wrong');
  await shot(page, 'permissions');
  const rules = card('Rules');
  await rules.getByRole('button', { name: 'New rule' }).click();
  await rules.getByLabel('What it says').selectOption('Never allow');
  await rules.getByLabel('Tool').selectOption('write');
  await rules.getByRole('button', { name: 'Add a condition' }).click();
  await rules.getByLabel('Folder in the workspace').fill('taxes');
  await rules.getByRole('button', { name: 'Store this rule' }).click();
  await rules.getByRole('list').waitFor();
  const trial = card('Try it');
  await trial.getByLabel('Tool').selectOption('write');
  await trial.getByLabel('path').fill('taxes/2025.txt');
  await trial.getByLabel('content').fill('notes');
  await trial.getByRole('button', { name: 'What would happen?' }).click();
  await trial.getByText('It would be refused.').waitFor();
  await trial.evaluate((one) => one.scrollIntoView({ block: 'end' }));
  await shot(page, 'rules');
};

const lightTour = async (page: Page, link: string): Promise<void> => {
  await firstSteps(page, link, true);
  await shot(page, 'chat-light');
  await say(page, 'run ls -R samples/downloads');
  await page
    .getByText(/^Ran 1 command/)
    .nth(1)
    .click();
  await page
    .getByText('Succeeded (exit 0)')
    .first()
    .evaluate((line) => line.scrollIntoView({ block: 'center' }));
  await shot(page, 'steps');
  await say(page, 'Tell Bob my total');
  await page.getByRole('button', { name: 'Deny' }).waitFor();
  await page.locator('button[aria-disabled]').waitFor({ state: 'detached' });
  await shot(page, 'approval');
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByText('You said no').first().waitFor();
  await say(page, '!ls samples');
  await page.locator('.py-terminal').getByText('Succeeded (exit 0)').waitFor();
  await shot(page, 'command');
  const search = page.getByRole('searchbox', { name: 'Search messages' });
  await search.fill('march');
  await page
    .getByText(/\d results?/)
    .first()
    .waitFor();
  await shot(page, 'search');
  await search.press('Escape');
  await visit(page, '#/workspaces', 'Workspaces');
  await page.getByRole('main').getByText('home', { exact: true }).first().click();
  await page.getByText('Who thinks here').waitFor();
  await shot(page, 'workspace');
  await tab(page, 'Sandbox', '% of a core');
  await shot(page, 'sandbox');
  await secretsAndRules(page);
  await tab(page, 'Files', 'samples');
  for (const name of ['samples', 'notes', 'trip-to-lisbon.md'])
    await page.getByRole('main').getByText(name, { exact: true }).last().click();
  await page.getByRole('button', { name: 'Close the preview' }).waitFor();
  await shot(page, 'files');
  await visit(page, '#/accounts', 'Accounts');
  await page.getByText('0 tokens this month').waitFor();
  await shot(page, 'accounts');
  await visit(page, '#/plugins', 'Plugins');
  await page
    .getByRole('button', { name: /^Details:/ })
    .first()
    .waitFor();
  await shot(page, 'plugins');
  await visit(page, '#/activity', 'Activity');
  const line = page.locator('.py-activity__line').first();
  await line.click();
  await page.locator('.py-activity__line[aria-expanded="true"]').waitFor();
  await page.locator('.py-activity__links').first().waitFor();
  await shot(page, 'activity');
  await visit(page, '#/health', 'Health');
  await page
    .getByText('Everything works.')
    .or(page.getByText(/wants? a look/))
    .first()
    .waitFor();
  await shot(page, 'health');
  await visit(page, '#/settings', 'Settings');
  await shot(page, 'settings');
  await page.setViewportSize({ width: 390, height: 780 });
  await page.goto(new URL('#/', page.url()).href);
  await page.getByText('193.14 EUR').first().waitFor();
  await shot(page, 'phone');
};

const darkTour = async (page: Page, link: string): Promise<void> => {
  await firstSteps(page, link, false);
  await shot(page, 'chat-dark');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Find anything' }).waitFor();
  await page.keyboard.type('s');
  await shot(page, 'palette-dark');
};

mkdirSync(target, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
for (const scheme of ['light', 'dark'] as const) {
  const env = { ...process.env, CONTAINER_RUNTIME: 'embedded', PYNCHY_HOME: mkdtempSync(join(tmpdir(), 'pynchy-guide-')) };
  const host = spawn(process.execPath, [program, 'serve', '--port', '0', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await new Promise((resolve) => createInterface({ input: host.stdout }).once('line', resolve));
    const link = execFileSync(process.execPath, [program, 'open'], { env, encoding: 'utf8' }).trim();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: scheme });
    page.setDefaultTimeout(15_000);
    await (scheme === 'light' ? lightTour : darkTour)(page, link);
    await page.close();
  } finally {
    const gone = new Promise((resolve) => host.once('close', resolve));
    host.kill('SIGTERM');
    await gone;
    rmSync(env.PYNCHY_HOME, { recursive: true, force: true });
  }
}
await browser.close();
