import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ShellUnderTest, startShell } from '../harness/electron/start-shell.ts';

let shell: ShellUnderTest;
beforeAll(async () => {
  shell = await startShell();
});
afterAll(() => shell?.stop());

const main = async () => (await shell.state()).windows.find((w) => w.title === 'Pynchy');
const field = 'document.querySelector("main textarea")?.getAttribute("aria-label") ?? ""';

test('starts with a window whose page talks to the host over a port, and an icon that says how it is', async () => {
  expect(shell.ready).toMatchObject({ ready: true, hasTray: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  await expect.poll(main).toMatchObject({ visible: true, focused: true, url: expect.stringMatching(/^app:\/\/pynchy\//) });
  await shell.act({ do: 'menu', label: 'New chat' });
  await expect.poll(() => shell.inPage<string>(field)).toMatch(/Message to/);
  expect((await shell.state()).tray).toMatchObject({ count: 1, image: 'idle.png', tooltip: 'Pynchy: ready' });
});

test('each load of the page gets a port of its own', async () => {
  await shell.act({ do: 'reload', title: 'Pynchy' });
  await expect.poll(() => shell.inPage<string>(field)).toMatch(/Message to/);
  await shell.act({ do: 'fill', title: 'Pynchy', selector: 'main textarea', text: 'run echo over-the-port', key: 'Enter' });
  await expect.poll(() => shell.inPage<string>('document.body.innerText')).toContain('over-the-port');
});

test('the close button hides it, says once that it goes on, and the tray brings it back', async () => {
  await shell.act({ do: 'close-window', title: 'Pynchy' });
  expect(await main()).toMatchObject({ visible: false });
  await shell.act({ do: 'tray-click' });
  expect(await main()).toMatchObject({ visible: true, focused: true });
  await shell.act({ do: 'close-window', title: 'Pynchy' });
  const told = (await shell.state()).notifications.filter((n) => n.title === 'Pynchy is still running');
  // At night nothing is shown, which is a rule of its own.
  expect(told.length).toBeLessThanOrEqual(1);
  await shell.act({ do: 'menu', label: 'Open Pynchy' });
  expect(await main()).toMatchObject({ visible: true });
});

test('a second start shows the window of the first and leaves', async () => {
  await shell.act({ do: 'close-window', title: 'Pynchy' });
  expect(await shell.second()).toBe(0);
  await expect.poll(main).toMatchObject({ visible: true, focused: true });
});

test('a link of the closed set leads to its place, any other nowhere', async () => {
  expect(await shell.second('pynchy://accounts')).toBe(0);
  await expect.poll(async () => (await main())?.url).toMatch(/#\/accounts$/);
  expect(await shell.second('pynchy://chat/../../settings')).toBe(0);
  expect(await shell.second('pynchy://send?text=hello')).toBe(0);
  await shell.act({ do: 'open-url', url: 'pynchy://plugins' });
  await expect.poll(async () => (await main())?.url).toMatch(/#\/plugins$/);
  expect((await shell.state()).protocolClients).toEqual(['pynchy']);
});

test('the quick question opens by its keys and goes away with them', async () => {
  const quick = async () => (await shell.state()).windows.find((w) => w.title === 'Ask Pynchy');
  const [keys = ''] = (await shell.state()).shortcuts;
  expect(keys).toBe('CommandOrControl+Shift+Space');
  await shell.act({ do: 'press', keys });
  expect(await quick()).toMatchObject({ visible: true, url: expect.anything() });
  await shell.act({ do: 'press', keys });
  expect(await quick()).toMatchObject({ visible: false });
  await shell.act({ do: 'press', keys });
  await shell.act({ do: 'fill', title: 'Ask Pynchy', selector: 'input', text: 'run echo asked-quickly', key: 'Enter' });
  await expect.poll(async () => (await main())?.url).toMatch(/#\/chat\/[\w-]+$/);
  await expect.poll(() => shell.inPage<string>('document.body.innerText')).toContain('asked-quickly');
  expect(await quick()).toMatchObject({ visible: false });
});

test('a page that dies is loaded again once; the second time a person is asked', async () => {
  await shell.act({ do: 'crash', title: 'Pynchy' });
  expect((await shell.state()).dialogs).toEqual([]);
  await expect.poll(() => shell.inPage<number>('document.querySelectorAll("main").length')).toBe(1);
  await shell.act({ do: 'crash', title: 'Pynchy' });
  await expect.poll(async () => (await shell.state()).dialogs).toEqual(['The window stopped working twice']);
});

test('"Pause everything" is seen in the tray and in the window, and ends from either', async () => {
  await shell.act({ do: 'menu', label: 'Pause everything' });
  await expect.poll(async () => (await shell.state()).tray).toMatchObject({ image: 'paused.png', tooltip: 'Pynchy: paused' });
  await expect.poll(() => shell.inPage<string>('document.body.innerText')).toContain('Everything is paused');
  await shell.act({ do: 'menu', label: 'Continue everything' });
  await expect.poll(async () => (await shell.state()).tray.image).toBe('idle.png');
  await expect.poll(() => shell.inPage<string>('document.body.innerText')).not.toContain('Everything is paused');
});
