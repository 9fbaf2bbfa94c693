/** Takes the pictures of docs/guide from the real product: node build/build.ts && node tests/browser/guide-pictures.ts */
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

const tour = async (page: Page, link: string, scheme: 'light' | 'dark'): Promise<void> => {
  await page.goto(link);
  await page.getByText('What shall we do?').waitFor();
  if (scheme === 'light') await shot(page, 'first-start');
  await say(page, 'What did I spend in March?');
  await page.getByText('193.14 EUR').first().waitFor();
  await shot(page, `chat-${scheme}`);
  await say(page, 'Tell Bob my total');
  await page.getByRole('button', { name: 'Deny' }).waitFor();
  await shot(page, `approval-${scheme}`);
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByText('You said no').first().waitFor();
  if (scheme === 'dark') return;
  await say(page, '!ls samples');
  await page.getByText('Succeeded (exit 0)').last().waitFor();
  await shot(page, 'command');
  await page
    .getByRole('link', { name: 'Accounts' })
    .or(page.getByRole('button', { name: 'Accounts' }))
    .first()
    .click();
  await page.getByRole('heading', { name: 'Accounts' }).waitFor();
  await shot(page, 'accounts');
  await page
    .getByRole('link', { name: 'Plugins' })
    .or(page.getByRole('button', { name: 'Plugins' }))
    .first()
    .click();
  await page.getByRole('heading', { name: 'Plugins' }).waitFor();
  await shot(page, 'plugins');
};

mkdirSync(target, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
for (const scheme of ['light', 'dark'] as const) {
  const env = { ...process.env, PYNCHY_HOME: mkdtempSync(join(tmpdir(), 'pynchy-guide-')) };
  const host = spawn(process.execPath, [program, 'serve', '--port', '0', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await new Promise((resolve) => createInterface({ input: host.stdout }).once('line', resolve));
    const link = execFileSync(process.execPath, [program, 'open'], { env, encoding: 'utf8' }).trim();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: scheme });
    await tour(page, link, scheme);
    await page.close();
  } finally {
    const gone = new Promise((resolve) => host.once('close', resolve));
    host.kill('SIGTERM');
    await gone;
    rmSync(env.PYNCHY_HOME, { recursive: true, force: true });
  }
}
await browser.close();
