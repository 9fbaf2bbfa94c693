import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apparmorSetup } from './electron/apparmor.ts';
import { findElectron } from './electron/find-electron.ts';
import { progressLine } from './electron/progress.ts';
import { releaseFor } from './electron/release.ts';
import { unpackElectron } from './electron/unpack.ts';
import { chooseShell, type Surroundings } from './shell-choice.ts';

const checksum = 'a'.repeat(64);
/** A checkout with the electron package as npm leaves it, and with its program where `fetched` says so. */
const checkout = (fetched: string | null = null): string => {
  const root = mkdtempSync(join(tmpdir(), 'pynchy-choice-'));
  const dir = join(root, 'node_modules', 'electron');
  mkdirSync(join(dir, 'dist'), { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{"version":"45.4.1"}');
  // Running either would start a download without a limit.
  for (const trap of ['index.js', 'install.js', 'cli.js']) writeFileSync(join(dir, trap), 'throw new Error("it was executed")');
  writeFileSync(join(dir, 'checksums.json'), JSON.stringify({ 'electron-v45.4.1-linux-x64.zip': checksum }));
  if (fetched !== null) {
    writeFileSync(join(dir, 'path.txt'), 'electron');
    writeFileSync(join(dir, 'dist', 'version'), fetched);
    writeFileSync(join(dir, 'dist', 'electron'), '#!/bin/sh\n', { mode: 0o700 });
  }
  return root;
};
const at = (root: string, o: Partial<Surroundings> = {}) =>
  chooseShell({ root, env: { DISPLAY: ':0' }, platform: 'linux', isTty: true, wantsTray: false, ...o });

it('takes the tray where there is a display and a program of the right version', () => {
  const root = checkout('45.4.1');
  expect(at(root)).toEqual({ shell: 'desktop', program: join(root, 'node_modules', 'electron', 'dist', 'electron') });
  expect(at(checkout('44.0.0'))).toMatchObject({ shell: 'fetch' });
});

it('fetches only where somebody sits in front and asked for nothing else', () => {
  const root = checkout();
  expect(at(root)).toMatchObject({ shell: 'fetch' });
  expect(at(root, { isTty: false })).toEqual({ shell: 'server', why: 'in your browser; for the tray: npm start -- --tray' });
  expect(at(root, { env: { DISPLAY: ':0', CI: 'true' } })).toMatchObject({ shell: 'server' });
  expect(at(root, { isTty: false, wantsTray: true })).toMatchObject({ shell: 'fetch' });
});

it('says why there is no tray', () => {
  expect(at(checkout('45.4.1'), { env: {} })).toEqual({
    shell: 'server',
    why: 'no display found (DISPLAY and WAYLAND_DISPLAY are empty), so there is no tray here',
  });
  expect(at(mkdtempSync(join(tmpdir(), 'pynchy-bare-')))).toMatchObject({ shell: 'server', why: expect.stringContaining('not installed') });
});

it('does what PYNCHY_SHELL says, and fails in words when it cannot', () => {
  const root = checkout('45.4.1');
  const withShell = (PYNCHY_SHELL: string, more = {}) => at(root, { env: { DISPLAY: ':0', PYNCHY_SHELL, ...more } });
  expect(withShell('server')).toMatchObject({ shell: 'server' });
  expect(withShell('desktop')).toMatchObject({ shell: 'desktop' });
  expect(withShell('desktop', { DISPLAY: '' })).toMatchObject({ shell: 'none', why: expect.stringContaining('no display') });
  expect(withShell('tablet')).toMatchObject({ shell: 'none', why: 'PYNCHY_SHELL is "tablet"; it can be desktop or server' });
});

it('knows address and checksum of what it fetches from the package, and none for an unknown system', () => {
  const dir = join(checkout(), 'node_modules', 'electron');
  expect(releaseFor(dir, '45.4.1', { platform: 'linux', arch: 'x64' })).toEqual({
    file: 'electron-v45.4.1-linux-x64.zip',
    sha256: checksum,
    url: 'https://github.com/electron/electron/releases/download/v45.4.1/electron-v45.4.1-linux-x64.zip',
  });
  expect(releaseFor(dir, '45.4.1', { platform: 'linux', arch: 'x64', mirror: 'http://127.0.0.1:9' })?.url).toMatch(
    /^http:\/\/127\.0\.0\.1:9\/v45/,
  );
  expect(releaseFor(dir, '45.4.1', { platform: 'sunos', arch: 'x64' })).toBeNull();
});

it('counts a half unpacked program as not there', async () => {
  const root = checkout('45.4.1');
  const dir = join(root, 'node_modules', 'electron');
  const broken = unpackElectron(dir, 'x.zip', 'linux', () => Promise.reject(new Error('disk full')));
  await expect(broken).rejects.toThrow('disk full');
  expect(findElectron(root)?.program).toBeNull();
  await unpackElectron(dir, 'x.zip', 'linux', async (_, o) => {
    mkdirSync(o.dir, { recursive: true });
    writeFileSync(join(o.dir, 'version'), '45.4.1');
    writeFileSync(join(o.dir, 'electron'), '');
  });
  expect(findElectron(root)?.program).toBe(join(dir, 'dist', 'electron'));
});

it('shows one line of progress', () => {
  expect(progressLine('45.4.1', 38_080_000, 112_000_000)).toBe(
    'Fetching Electron 45.4 (112 MB), once …  34 %   press b for the browser now',
  );
});

it('prints a profile for one program and the lines to load it, and takes no pattern from its path', () => {
  const lines = apparmorSetup('/home/ann/a*b/electron').join('\n');
  expect(lines).toContain('profile pynchy-electron "/home/ann/a\\*b/electron" flags=(unconfined) {\n  userns,\n}');
  expect(lines).toContain('sudo apparmor_parser --replace /etc/apparmor.d/pynchy-electron');
});
