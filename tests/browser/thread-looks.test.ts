import { expect, test } from 'vitest';
import { fixturePage } from './fixture-page.ts';
import { makeMessage, makeModel, makeStep, makeTool, makeTurn } from './fixture-state.ts';
import { findingsInBothSchemes, misfits } from './page-checks.ts';

const code = '```ts\n// sums\nclass A<T> { readonly n = 4; go(a: string): boolean { return a === `x${this.n}` && /y/.test(a); } }\n```\n';
const quoted = '> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n';

const { open, opened } = fixturePage((host) => {
  host.state.messages = [
    makeMessage(1, { text: 'Please change the notes' }),
    makeMessage(5, { origin: 'agent', text: 'Posted elsewhere.', delivery: 'read' }),
    makeMessage(6, { origin: 'agent', text: 'Perhaps posted.', delivery: 'unknown' }),
    makeMessage(7, { text: 'Heard', state: 'claimed' }),
  ];
  host.state.folds = [{ fromSeq: 2, toSeq: 4, messages: 2 }];
  host.state.turns = [
    makeTurn({
      steps: [
        makeModel('m', 0),
        makeStep('h', 1, { kind: 'thinking', text: 'Hm.' }),
        makeTool('a', 2, { input: { command: 'npm test' }, output: 'stderr: 2 failed', exitCode: 1 }),
        makeTool('b', 3, { name: 'edit', input: { path: 'notes.md', old: 'one\ntwo\n', new: 'one\nthree\n' }, exitCode: null }),
        makeStep('t', 4, { text: code + quoted }),
      ],
    }),
  ];
});

/** Everything that opens in a thread is open. */
const openAll = async (): Promise<void> => {
  const { page } = opened();
  await page.locator('.py-hl-key').first().waitFor();
  await page.getByRole('button', { name: /1 of 2 failed/ }).click();
  await page.getByText('Thought for', { exact: false }).first().click();
  await page.getByRole('group', { name: 'Change of notes.md' }).waitFor();
  await page.getByRole('button', { name: /Earlier version/ }).click();
  const mine = page.getByRole('article', { name: /^You/ }).first();
  await mine.scrollIntoViewIfNeeded();
  await mine.hover();
  await page.getByRole('button', { name: 'Edit and send again' }).click();
  await page.getByRole('textbox', { name: 'Edit your message' }).waitFor();
  await page
    .getByRole('article', { name: /^Pynchy/ })
    .first()
    .hover();
  await page.getByRole('toolbar', { name: 'Message actions' }).first().waitFor();
};

test('steps, diffs, colours, actions and an edit have no accessibility finding and fit every window', async () => {
  await open();
  await openAll();
  expect(await findingsInBothSchemes(opened().page)).toEqual([]);
  expect(await misfits(opened().page)).toEqual([]);
});

test('details and the calendar have no accessibility finding', async () => {
  const { page } = await open({ reducedMotion: 'reduce' });
  await page
    .getByRole('article', { name: /^Pynchy/ })
    .first()
    .hover();
  await page.getByRole('button', { name: 'Details' }).click();
  const dialog = page.getByRole('dialog', { name: 'Details' });
  await dialog.getByText('Run number').waitFor();
  await expect
    .poll(() => dialog.evaluate((el) => el.ownerDocument.defaultView?.getComputedStyle(el.closest('.mantine-Modal-content') ?? el).opacity))
    .toBe('1');
  // The library's title bar is a header element of its own.
  expect((await findingsInBothSchemes(page)).filter((each) => !each.includes(': landmark-'))).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Jump to a day' }).click();
  const day = page.getByLabel('Day', { exact: true });
  await day.waitFor();
  await expect
    .poll(() => day.evaluate((el) => el.ownerDocument.defaultView?.getComputedStyle(el.closest('.mantine-Popover-dropdown') ?? el).opacity))
    .toBe('1');
  expect(await findingsInBothSchemes(page)).toEqual([]);
});
