import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeMessage, makeStep, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes, misfits } from './page-checks.ts';

const pictures = process.env.PYNCHY_PICTURES;
const heldUntil = new Date(2026, 10, 23, 7, 0).getTime();
const { open, opened } = fixturePage((host) => {
  host.state.messages = [
    makeMessage(1, { text: 'Tell them' }),
    makeMessage(5, { origin: 'agent', text: 'Perhaps posted.', delivery: 'unknown' }),
    makeMessage(6, { origin: 'agent', text: 'Not posted.', delivery: 'failed' }),
    makeMessage(7, { origin: 'agent', text: 'Posted in the morning.', delivery: 'queued', heldUntil }),
  ];
  host.state.turns = [makeTurn({ steps: [makeStep('t', 0, { text: 'Done.' })], delivery: 'unknown' })];
});

const looksRight = async (name: string): Promise<void> => {
  const { page } = opened();
  await page.setViewportSize({ width: 1180, height: 780 });
  expect(await findingsInBothSchemes(page), name).toEqual([]);
  for (const [width, height] of [
    [1180, 780],
    [900, 600],
  ] as const) {
    await page.setViewportSize({ width, height });
    if (pictures)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png` });
      }
    expect(await misfits(page), `${name} ${width}`).toEqual([]);
  }
};

test('says when held words go, and has words that may not have arrived checked before they are sent again', async () => {
  const { page } = await open();
  const articles = page.getByRole('article', { name: /^Pynchy/ });
  await page.getByText('Sends at').waitFor();
  expect(await page.getByText(/Sends at .*7:00.*: quiet hours/).count()).toBe(1);
  await looksRight('sending-thread');
  const perhaps = articles.filter({ hasText: 'Perhaps posted.' });
  expect(await perhaps.getByRole('button', { name: 'Send again' }).count()).toBe(0);
  await perhaps.getByRole('button', { name: 'Check' }).click();
  await perhaps.getByText('Look at the chat on your phone first', { exact: false }).waitFor();
  await looksRight('sending-check');
  await perhaps.getByRole('button', { name: 'It is there' }).click();
  await perhaps.getByRole('img', { name: 'Sent' }).waitFor();
  await articles.filter({ hasText: 'Not posted.' }).getByRole('button', { name: 'Send again' }).click();
  await articles.filter({ hasText: 'Not posted.' }).getByRole('img', { name: 'Being sent' }).waitFor();
});

test('sets placeholder and mark of a workspace and the quiet hours of a number, and keeps what is wrong to itself', async () => {
  const { page } = await open({ path: '#/settings/sending' });
  await page.getByLabel('Placeholder in home').selectOption('at-once');
  const mark = page.getByLabel('Mark in home');
  await mark.fill('⚙️');
  await page.getByText('not ⚙️ or', { exact: false }).waitFor();
  await mark.blur();
  await mark.fill('🤖');
  await mark.press('Enter');
  await page.getByRole('switch', { name: 'Quiet hours of Olga' }).click({ force: true });
  const zone = page.getByLabel('Time zone').first();
  await expect.poll(() => zone.inputValue()).toBe('Europe/Paris');
  await zone.fill('Mars/Base');
  await page.getByText('There is no such time zone', { exact: false }).waitFor();
  await looksRight('sending-settings');
  await zone.fill('Europe/Berlin');
  await page.reload();
  await expect.poll(() => page.getByLabel('Placeholder in home').inputValue()).toBe('at-once');
  await expect.poll(() => page.getByLabel('Mark in home').inputValue()).toBe('🤖');
  await expect.poll(() => page.getByLabel('Time zone').first().inputValue()).toBe('Europe/Berlin');
});
