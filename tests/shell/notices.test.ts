import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { UiSettings } from '#contract/model/ui-settings.ts';
import { type ShellUnderTest, startShell } from '../harness/electron/start-shell.ts';
import { tempHome } from '../harness/temp-home.ts';
import { mainOf, sayIn } from './acts.ts';

let shell: ShellUnderTest;
afterEach(() => shell?.stop());

/** A host whose window settings were chosen before. */
const homeWith = (window: Partial<UiSettings>): string => {
  const home = tempHome();
  writeFileSync(join(home, 'settings.json'), JSON.stringify({ window }));
  return home;
};

test('an approval is told once, and a click leads to it; the icon waits, too', async () => {
  shell = await startShell();
  await sayIn(shell, 'Tell Bob my total');
  await expect.poll(async () => (await shell.state()).tray.image).toBe('needs-you.png');
  expect((await shell.state()).badge).toBe(1);
  await shell.act({ do: 'menu', label: '1 approval waiting …' });
  await expect.poll(async () => (await mainOf(shell))?.url).toMatch(/#\/chat\/[\w-]+\?ask=\w{6}$/);

  // While nobody looked at that chat it would have been told; a second look tells nothing again.
  await shell.act({ do: 'close-window', title: 'Pynchy' });
  await sayIn(shell, 'Tell Bob my total');
  await shell.act({ do: 'close-window', title: 'Pynchy' });
  await expect.poll(async () => (await shell.state()).tray.tooltip).toBe('Pynchy: 2 approvals wait for you');
});

test('an answer that came while nobody looked is told, and a click opens its chat', async () => {
  shell = await startShell();
  await sayIn(shell, 'run sleep 1 && echo finished');
  const chat = (await mainOf(shell))?.url;
  await shell.act({ do: 'close-window', title: 'Pynchy' });
  const answers = async () => (await shell.state()).notifications.filter((n) => n.title.startsWith('Answer in'));
  await expect.poll(answers).toHaveLength(1);
  const n = (await shell.state()).notifications.findIndex((note) => note.title.startsWith('Answer in'));
  await shell.act({ do: 'click-notification', n });
  expect(await mainOf(shell)).toMatchObject({ visible: true, url: chat });
});

test.each([
  ['the needs that a person chose', { notify: ['approval'] }],
  ['quiet hours', { quiet: { from: '00:00', to: '23:59' } }],
] satisfies [string, Partial<UiSettings>][])(
  'an answer is not told against %s, which every window of the host shares',
  async (_, settings) => {
    shell = await startShell({ home: homeWith(settings) });
    await sayIn(shell, 'run echo finished');
    await shell.act({ do: 'close-window', title: 'Pynchy' });
    await sayIn(shell, 'Tell Bob my total');
    // The second turn has begun and waits: the first one's end was seen before.
    await expect.poll(async () => (await shell.state()).tray.image).toBe('needs-you.png');
    expect((await shell.state()).notifications.filter((n) => n.title.startsWith('Answer in'))).toEqual([]);
  },
);
