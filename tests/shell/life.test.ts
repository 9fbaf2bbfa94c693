import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type ShellUnderTest, startShell } from '../harness/electron/start-shell.ts';
import { runCommand } from '../harness/process-host.ts';
import { tempHome } from '../harness/temp-home.ts';
import { mainOf, sayIn } from './acts.ts';

let shell: ShellUnderTest;
afterEach(() => shell?.stop());

test('quitting says what it waits for, interrupts after its time, and the work goes on at the next start', async () => {
  const home = tempHome();
  shell = await startShell({ home });
  await sayIn(shell, 'run sleep 60');
  await expect.poll(async () => (await shell.state()).tray.image).toBe('working.png');
  expect((await shell.state()).awake).toBe(1);
  const began = performance.now();
  await shell.act({ do: 'menu', label: 'Quit Pynchy' });
  expect((await shell.state()).tray).toMatchObject({
    tooltip: 'Pynchy: stopping',
    menu: [{ label: 'Stopping: waiting for 1 answer, 10 seconds at most', enabled: false }],
  });
  expect(await shell.gone).toBe(0);
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(readFileSync(join(home, 'logs', 'host.log'), 'utf8')).toContain('host stops');
  await shell.stop();

  shell = await startShell({ home });
  await shell.act({ do: 'tray-click' });
  await expect.poll(() => shell.inPage<string>('document.body.innerText')).toMatch(/may or may not have happened/);
});

test('the window comes back where it was and as large, and a place that no screen shows is not taken', async () => {
  const home = tempHome();
  shell = await startShell({ home });
  await shell.act({ do: 'move-window', title: 'Pynchy', bounds: { x: 40, y: 50, width: 900, height: 700 } });
  await shell.act({ do: 'close-window', title: 'Pynchy' });
  await shell.stop();
  shell = await startShell({ home });
  expect((await mainOf(shell))?.bounds).toEqual({ x: 40, y: 50, width: 900, height: 700 });
});

test('a fault in the app is written down and told, and the app quits in order', async () => {
  shell = await startShell();
  await shell.act({ do: 'fault', text: 'the sky fell' });
  expect(await shell.gone).toBe(0);
  const log = readFileSync(join(shell.home, 'logs', 'host.log'), 'utf8');
  expect(log).toContain('the sky fell');
  expect(log).toContain('host stops');
});

test('at login it starts without a window', async () => {
  shell = await startShell({ args: ['--hidden'] });
  expect(shell.ready).toMatchObject({ ready: true });
  expect((await shell.state()).windows).toEqual([]);
  await shell.act({ do: 'power', event: 'suspend' });
  await shell.act({ do: 'power', event: 'resume' });
  expect(readFileSync(join(shell.home, 'logs', 'host.log'), 'utf8')).toContain('the computer woke up');
});

test('on a desktop without a tray it is not hidden but minimized, also at login', async () => {
  shell = await startShell({ args: ['--hidden'], env: { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME', PATH: '/nonexistent' } });
  expect(shell.ready).toMatchObject({ ready: true, hasTray: false });
  await shell.act({ do: 'close-window', title: 'Pynchy' });
  expect(await mainOf(shell)).toMatchObject({ visible: true, minimized: true });
});

test('the vault has a slot in the keychain, and none where the keychain is a sham', async () => {
  shell = await startShell();
  const slots = (home: string) =>
    (JSON.parse(readFileSync(join(home, 'vault', 'vault.json'), 'utf8')) as { slots: { kind: string }[] }).slots.map((s) => s.kind);
  expect(slots(shell.home)).toEqual(['keyfile', 'keychain']);
  await shell.stop();
  shell = await startShell({ env: { HARNESS_NO_KEYRING: '1' } });
  expect(slots(shell.home)).toEqual(['keyfile']);
});

test('start at login is written for an installed app and said to be impossible for a checkout', async () => {
  shell = await startShell();
  expect(await shell.inPage<string>('pynchyShell.setAutostart(true).then(JSON.stringify)')).toContain('"ok":false');
  await shell.stop();
  shell = await startShell({ env: { HARNESS_PACKAGED: '1' } });
  const file = join(shell.home, '.config', 'autostart', 'pynchy.desktop');
  expect(await shell.inPage<string>('pynchyShell.setAutostart(true).then(JSON.stringify)')).toBe(
    '{"ok":true,"value":{"isOn":true,"why":null}}',
  );
  expect(readFileSync(file, 'utf8')).toMatch(/^\[Desktop Entry\]\n[\s\S]*\nExec=\S+ --hidden\n/);
  await shell.inPage('pynchyShell.setAutostart(false)');
  expect(existsSync(file)).toBe(false);
});

test('a taken shortcut is said, and settings of the window are kept over a restart', async () => {
  const home = tempHome();
  shell = await startShell({ home, env: { HARNESS_TAKEN_KEYS: 'CommandOrControl+Shift+Space' } });
  expect(await shell.inPage<string>('pynchyShell.getShortcut().then(JSON.stringify)')).toContain('"isActive":false');
  await shell.inPage(`pynchyShell.setShortcut('Alt+Space')`);
  await shell.inPage('pynchyShell.setZoom(1.5)');
  await shell.stop();
  shell = await startShell({ home });
  expect((await shell.state()).shortcuts).toEqual(['Alt+Space']);
  await expect.poll(async () => (await mainOf(shell))?.zoom).toBe(1.5);
});

test('a folder is chosen in the window of the system, and closing that one chooses nothing', async () => {
  const picked = (): Promise<string> => shell.inPage<string>('pynchyShell.pickFolder().then(JSON.stringify)');
  shell = await startShell({ env: { HARNESS_PICKED: '/home/somebody/Documents' } });
  expect(await picked()).toBe('{"ok":true,"value":"/home/somebody/Documents"}');
  await shell.stop();
  shell = await startShell();
  expect(await picked()).toBe('{"ok":true,"value":null}');
});

test('the headless program on the same data folder says who runs, and leaves', async () => {
  const home = tempHome();
  shell = await startShell({ home });
  expect(await runCommand(home, ['serve', '--port', '0', '--json'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is running already'),
  });
});
