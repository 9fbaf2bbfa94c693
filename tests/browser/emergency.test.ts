import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { findingsInBothSchemes } from './page-checks.ts';

const { host, open } = fixturePage((host) => {
  host.state.emergency = {
    on: null,
    held: [
      { id: 'turn-1', kind: 'turn', where: 'March receipts · home', text: 'What did I spend in March?', at: 1, mayBeSent: false },
      { id: 'dlv-1', kind: 'delivery', where: 'Ann · Olga', text: 'The total is 193.14 EUR. '.repeat(6), at: 2, mayBeSent: true },
      { id: 'task-1', kind: 'task', where: 'Garden · home', text: 'Water the plants', at: 3, mayBeSent: false },
    ],
  };
});
const shots = process.env.PYNCHY_SHOTS;

test('one click stops everything, and the release shows first what goes on and drops what lost its tick', async () => {
  const { page } = await open({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Stop everything' }).click();
  await page.getByRole('region', { name: 'Emergency stop' }).waitFor();
  expect(await page.getByRole('button', { name: 'Stop everything' }).count()).toBe(0);
  expect(host().state.emergency.on).not.toBeNull();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await page.getByRole('button', { name: 'Release …', exact: true }).click();
  await page.getByRole('checkbox', { name: /Is sent to Ann/ }).uncheck();
  await page.getByText('1 is dropped for good.').waitFor();
  expect(await findingsInBothSchemes(page)).toEqual([]);
  if (shots) {
    mkdirSync(shots, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const)
      for (const size of [
        { width: 1180, height: 780 },
        { width: 900, height: 600 },
      ]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize(size);
        await page.screenshot({ path: `${shots}/release-${colorScheme}-${size.width}.png` });
      }
  }
  await page.getByRole('button', { name: 'Release: 2 go on' }).click();
  await page.getByRole('button', { name: 'Stop everything' }).waitFor();
  expect(host().state.released).toEqual({ seen: ['turn-1', 'dlv-1', 'task-1'], drop: ['dlv-1'] });
});

test('a double click stops and does nothing else; the row stays where it was and leads to the release', async () => {
  const { page } = await open({ reducedMotion: 'reduce' });
  const row = page.locator('.py-side__stop');
  const before = await row.boundingBox();
  const address = page.url();
  await row.dblclick();
  await page.getByRole('region', { name: 'Emergency stop' }).waitFor();
  await row.getByText('Stopped · Release …').waitFor();
  expect(await row.boundingBox()).toEqual(before);
  expect(page.url()).toBe(address);
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.locator('.py-side__stop:not([aria-disabled])').click();
  await page.getByRole('dialog', { name: 'Release the emergency stop' }).waitFor();
});

test('what comes while the list is looked at is shown before anything is released', async () => {
  const { page } = await open({ reducedMotion: 'reduce' });
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('emergency');
  await page.getByText('Emergency stop: stop everything now').click();
  await page.getByRole('button', { name: 'Release …', exact: true }).click();
  await page.getByText('Water the plants').waitFor();
  const { held, on } = host().state.emergency;
  host().state.emergency = {
    on,
    held: [...held, { id: 'msg-9', kind: 'message', where: 'New · home', text: 'And one more', at: 9, mayBeSent: false }],
  };
  await page.getByRole('button', { name: 'Release: 3 go on' }).click();
  await page.getByText('And one more').waitFor();
  expect(host().state.released).toBeNull();
  await page.getByRole('button', { name: 'Keep everything stopped' }).click();
  if (shots) await page.screenshot({ path: `${shots}/banner.png` });
  expect(await page.getByRole('region', { name: 'Emergency stop' }).count()).toBe(1);
});
