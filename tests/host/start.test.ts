import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBrowserOnce } from '../../main/cli/open-browser.ts';
import { builtProgram } from '../harness/built.ts';

// An empty HOME, no PYNCHY_HOME, no display: what a fresh machine over SSH looks like.
const freshStart = async (env: Record<string, string>, home = mkdtempSync(join(tmpdir(), 'pynchy-fresh-'))) => {
  const child = spawn(process.execPath, [builtProgram(), 'start', '--port', '0'], {
    env: { PATH: process.env.PATH ?? '', HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Stop  Ctrl+C')) resolve();
    });
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('close', () => reject(new Error(`ended early: ${output}`)));
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  await ready;
  return { child, home, ended, output: () => output };
};

it('prints what there is and a link, makes its data folder for the owner alone, and ends cleanly on Ctrl+C', async () => {
  const started = await freshStart({ SSH_CONNECTION: '10.0.0.9 5000 10.0.0.1 22', USER: 'ann' });
  const lines = started.output().split('\n');
  expect(lines[0]).toMatch(/^Pynchy \d+\.\d+\.\d+ {3}data: ~\/\.local\/share\/pynchy \(new\)$/);
  expect(lines.find((l) => l.startsWith('  window'))).toBe(
    '  window     browser     no display found (DISPLAY and WAYLAND_DISPLAY are empty), so there is no tray here',
  );
  expect(lines.find((l) => l.startsWith('  sandbox'))).toMatch(/^ {2}sandbox {4}(bubblewrap|just-bash) +\w/);
  expect(lines.find((l) => l.startsWith('  model'))).toMatch(/^ {2}model {6}Practice {4}no key yet/);
  const link = /^Open {2}(http:\/\/127\.0\.0\.1:\d+\/#k=\S+) +one use, 10 minutes; new one: npm run -s pynchy -- open$/m.exec(
    started.output(),
  )?.[1];
  expect(link).toBeDefined();
  expect(started.output()).toContain(`over SSH: ssh -L ${new URL(link ?? '').port}:127.0.0.1:${new URL(link ?? '').port} ann@10.0.0.1`);
  expect(
    (await fetch(new URL('/api/session', link), { method: 'POST', body: JSON.stringify({ code: new URL(link ?? '').hash.slice(3) }) }))
      .status,
  ).toBe(204);
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
});

it('names an account that home does not use yet', async () => {
  const first = await freshStart({});
  const pynchy = (...args: string[]) =>
    execFileSync(process.execPath, [builtProgram(), ...args], {
      env: { PATH: process.env.PATH ?? '', HOME: first.home },
      encoding: 'utf8',
    });
  expect(pynchy('accounts', 'add', 'sim', '--provider', 'openai', '--base-url', 'http://127.0.0.1:9/v1')).toBe(
    'added sim; try it: npm run -s pynchy -- accounts test sim\n',
  );
  first.child.kill('SIGINT');
  await first.ended;
  const second = await freshStart({}, first.home);
  expect(second.output()).toContain(
    'account sim is there; home does not use it yet: npm run -s pynchy -- workspaces set home --account sim\n',
  );
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
});

it('opens the browser once where a person sits in front, and never under CI or SSH', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'pynchy-browser-'));
  const seen = join(dir, 'seen');
  const script = join(dir, 'browser.sh');
  writeFileSync(script, `#!/bin/sh\necho "$1" >> ${seen}\n`, { mode: 0o700 });
  for (const env of [{ CI: 'true' }, { SSH_CONNECTION: 'x' }])
    expect(openBrowserOnce('http://127.0.0.1:1/#k=no', { BROWSER: script, ...env }, true)).toBeNull();
  expect(openBrowserOnce('http://127.0.0.1:1/#k=no', { BROWSER: script }, false)).toBeNull();
  const opened = openBrowserOnce('http://127.0.0.1:1/#k=yes', { BROWSER: script }, true);
  await new Promise((resolve) => opened?.once('close', resolve));
  expect(readFileSync(seen, 'utf8')).toBe('http://127.0.0.1:1/#k=yes\n');
});
