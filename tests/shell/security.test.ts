import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ShellUnderTest, startShell } from '../harness/electron/start-shell.ts';

let shell: ShellUnderTest;
beforeAll(async () => {
  shell = await startShell();
});
afterAll(() => shell?.stop());

/** 'nothing', or what came after a hello. */
const hello = `new Promise((resolve) => {
  addEventListener('message', (e) => { if (e.data === 'pynchy:port') resolve('port'); });
  setTimeout(() => resolve('nothing'), 1500);
  (window.pynchyShell ?? { hello: () => undefined }).hello();
})`;
const call = (code: string) => shell.inPage<string>(`${code}.then((a) => JSON.stringify(a), (e) => 'refused: ' + e.message)`);

test('every window is closed off: sandbox, isolation, no Node, no webview', async () => {
  await expect.poll(() => shell.inPage<number>('document.querySelectorAll("main").length')).toBe(1);
  await shell.act({ do: 'menu', label: 'Quick question …' });
  const { windows, switches, schemes } = await shell.state();
  expect(windows).toHaveLength(2);
  for (const { webPreferences } of windows)
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: process.platform === 'darwin',
    });
  expect(switches).toEqual(['sandbox']);
  expect(JSON.parse(schemes[0] ?? '{}')).toMatchObject({ scheme: 'app', privileges: { standard: true, secure: true } });
  await shell.act({ do: 'menu', label: 'Quick question …' });
});

test('the page comes with the policy, and nothing outside its folder comes at all', async () => {
  const statuses = await shell.inPage<string>(`Promise.all(
    ['/', '/assets', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/preload.cjs', '/%00', '/%zz'].map((p) => fetch(p).then((r) => r.status)))
    .then((all) => all.join(' '))`);
  expect(statuses).toBe('200 404 404 404 404 404 404');
  expect(await shell.inPage<string>(`fetch('/').then((r) => r.headers.get('content-security-policy'))`)).toContain(
    "default-src 'none'; script-src 'self'",
  );
  expect(
    await shell.inPage<boolean>(`new Promise((r) => {
    const s = document.createElement('script'); s.textContent = 'window.injected = true'; document.body.append(s); r(window.injected === true); })`),
  ).toBe(false);
});

test('the page sees named functions and nothing of what carries them', async () => {
  expect(
    await shell.inPage<string>('[typeof require, typeof process, typeof window.ipcRenderer, Object.isFrozen(window.pynchyShell)].join()'),
  ).toBe('undefined,undefined,undefined,true');
});

test('links leave only as https and mailto, and no window opens', async () => {
  for (const url of ['https://example.com/a', 'file:///etc/passwd', 'smb://host/x', 'javascript:alert(1)', 'https://user:pw@example.com'])
    await shell.inPage(`void window.open(${JSON.stringify(url)}, '_blank', 'noopener')`);
  await expect.poll(async () => (await shell.state()).openedExternally).toEqual(['https://example.com/a']);
  expect((await shell.state()).windows).toHaveLength(2);
});

test('the window stays on its own pages, and embeds none', async () => {
  await shell.inPage(`void setTimeout(() => { location.href = 'https://evil.example/'; })`);
  const embedded = `new Promise((r) => {
    addEventListener('securitypolicyviolation', (e) => r(e.effectiveDirective));
    const f = document.createElement('iframe'); f.src = 'https://evil.example/'; document.body.append(f); })`;
  expect(await shell.inPage<string>(embedded)).toBe('frame-src');
  expect((await shell.state()).windows.find((w) => w.title === 'Pynchy')?.url).toMatch(/^app:\/\/pynchy\//);
});

test('permissions are closed but for copying on our own page', async () => {
  const ask = (name: string, url: string) => shell.act({ do: 'permission', name, url });
  expect(await ask('clipboard-sanitized-write', 'app://pynchy/')).toMatchObject({ asked: true, device: false });
  for (const [name, url] of [
    ['media', 'app://pynchy/'],
    ['geolocation', 'app://pynchy/'],
    ['openExternal', 'app://pynchy/'],
    ['clipboard-sanitized-write', 'https://evil.example/'],
    ['clipboard-sanitized-write', 'app://other/'],
  ] as const)
    expect(await ask(name, url)).toMatchObject({ asked: false, checked: false });
});

test('calls are parsed, and only folders of Pynchy are opened', async () => {
  const inside = join(shell.home, 'workspaces', 'home');
  mkdirSync(inside, { recursive: true });
  writeFileSync(join(inside, 'run.sh'), '#!/bin/sh\n');
  symlinkSync('/etc', join(inside, 'way-out'));
  expect(await call(`pynchyShell.openPath(${JSON.stringify(inside)})`)).toBe('{"ok":true,"value":null}');
  expect(await call(`pynchyShell.openPath(${JSON.stringify(join(inside, 'run.sh'))})`)).toBe('{"ok":true,"value":null}');
  expect(await call(`pynchyShell.openPath(${JSON.stringify(join(inside, 'way-out'))})`)).toContain('Only files and folders of Pynchy');
  expect(await call(`pynchyShell.openPath('/etc')`)).toContain('"ok":false');
  for (const secret of ['vault', 'desktop', 'pynchy.db'])
    expect(await call(`pynchyShell.openPath(${JSON.stringify(join(shell.home, secret))})`), secret).toContain(
      'Only files and folders of Pynchy',
    );
  expect(await call(`pynchyShell.openPath(${JSON.stringify(shell.home)})`)).toBe('{"ok":true,"value":null}');
  mkdirSync(join(shell.home, 'exports'), { recursive: true });
  writeFileSync(join(shell.home, 'exports', 'all.zip'), '');
  expect(await call(`pynchyShell.openPath(${JSON.stringify(join(shell.home, 'exports', 'all.zip'))})`)).toBe('{"ok":true,"value":null}');
  expect(await call(`pynchyShell.openPath(${JSON.stringify(join(inside, 'gone'))})`)).toContain('not there any more');
  const { openedPaths, shownInFolder } = await shell.state();
  expect([openedPaths, shownInFolder]).toEqual([
    [inside, shell.home],
    [join(inside, 'run.sh'), join(shell.home, 'exports', 'all.zip')],
  ]);
  for (const wrong of [`openPath({})`, `showWindow('javascript:x')`, `showWindow('#/x"><script>')`, `setZoom(9)`, `setShortcut('rm -rf')`])
    expect(await call(`pynchyShell.${wrong}`)).toMatch(/^refused: .*bad input/);
});

test('a page of another origin gets neither a port nor an answer, in the same window', async () => {
  await shell.act({ do: 'visit', title: 'Pynchy', url: 'https://evil.example/' });
  expect(await shell.inPage<string>(hello)).toBe('nothing');
  expect(await call('pynchyShell.getAutostart()')).toMatch(/^refused: .*not allowed/);
  await shell.act({ do: 'visit', title: 'Pynchy', url: 'app://pynchy/' });
  expect(await shell.inPage<string>(hello)).toBe('port');
});
