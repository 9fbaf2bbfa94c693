import { expect, test } from 'vitest';
import { makeLink, makeLinkChat } from './fixture-links.ts';
import { fixturePage } from './fixture-page.ts';
import { findingsInBothSchemes } from './page-checks.ts';

const family = 'Family 👨‍👩‍👧 with a name that is much longer than any list is wide, and then some';
const pictures = process.env.PYNCHY_PICTURES;
const fixture = fixturePage((host) => {
  host.state.links = [makeLink()];
  host.state.linkChats = [
    makeLinkChat('Yourself', { kind: 'self', workspaceId: 'ws-1' }),
    makeLinkChat(family, { id: 'lc-family', kind: 'group' }),
    makeLinkChat('Ann'),
    makeLinkChat('', { id: 'lc-unknown' }),
    makeLinkChat('A group that was left', { kind: 'group', hasLeft: true }),
  ];
});

test('a group that is not read is found by its name in the sidebar, and a click leads to where it is opened', async () => {
  const { page, errors } = await fixture.open();
  const side = page.getByRole('navigation', { name: 'Chats', exact: true });
  const fold = side.getByRole('button', { name: /^Not read by Pynchy/ });
  expect(await fold.getAttribute('aria-expanded')).toBe('false');
  expect(await fold.innerText()).toContain(`${family}, Ann, Unknown number`);
  expect(await fold.innerText()).toMatch(/\b3\b/);
  await fold.press('Enter');
  await side.getByRole('button', { name: /Group Family/ }).waitFor();
  if (pictures) await page.screenshot({ path: `${pictures}/closed-side.png` });
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await fold.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Linked numbers', exact: true }).waitFor();
  const open = page.getByRole('button', { name: 'Open', exact: true });
  await expect.poll(() => open.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
  if (pictures) await page.screenshot({ path: `${pictures}/closed-links.png` });
  const registered = fixture.host().called('links.registerChat');
  await page.keyboard.press('Enter');
  await registered;
  expect(fixture.host().calls.findLast(({ name }) => name === 'links.registerChat')?.input).toEqual({
    chatId: 'lc-family',
    workspaceId: 'ws-1',
  });
  await expect.poll(() => fold.innerText()).not.toContain('Family');
  expect(errors).toEqual([]);
});

test('the palette finds it, too', async () => {
  const { page } = await fixture.open();
  await page.getByRole('button', { name: /^Not read by Pynchy/ }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Find anything' }).fill('family');
  await page.getByRole('dialog').getByText(family).waitFor();
  if (pictures) await page.screenshot({ path: `${pictures}/closed-palette.png` });
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Open', exact: true }).waitFor();
});

test('more than a hundred of them stay folded with their names, and one is found by a part of its name', async () => {
  fixture.host().state.linkChats = Array.from({ length: 120 }, (_, n) => makeLinkChat(`Person ${n}`));
  const { page } = await fixture.open({ path: '#/links' });
  const summary = page.getByText('120 chats that Pynchy does not read');
  await summary.waitFor();
  expect(await page.getByRole('button', { name: /^Open to Pynchy … Person/ }).count()).toBe(0);
  await summary.click();
  await page.getByRole('searchbox', { name: 'Find a chat or group by name' }).fill('person 11');
  await expect.poll(() => page.getByRole('button', { name: /^Open to Pynchy … Person/ }).count()).toBe(11);
  if (pictures) await page.screenshot({ path: `${pictures}/closed-many.png` });
  expect(await findingsInBothSchemes(page)).toEqual([]);
  await page.getByRole('searchbox', { name: 'Find a chat or group by name' }).fill('nobody');
  await page.getByText('None of them has this in its name.').waitFor();
});
