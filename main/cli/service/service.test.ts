import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serviceSystem } from './service.ts';

const spec = { command: ['/opt/no de/bin/node', '/home/ann/100%/bootstrap.mjs', 'serve'], home: '/data/$x "y"' };

/** A HOME of its own, and a `systemctl` or `launchctl` that notes how it was called and answers with `code`. */
const machine = (tool: string | null, code = 0) => {
  const home = mkdtempSync(join(tmpdir(), 'pynchy-service-'));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const calls = join(home, 'calls');
  if (tool) {
    writeFileSync(
      join(bin, tool),
      `#!/bin/sh\necho "$@" >> ${calls}\n[ ${code} = 0 ] || echo "Failed to connect to bus" >&2\nexit ${code}\n`,
    );
    chmodSync(join(bin, tool), 0o700);
  }
  return {
    home,
    env: { PATH: `${bin}`, HOME: home },
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []),
  };
};
// A script needs its shell, which is found by its path.

it('installs a systemd unit of the person, with every word quoted, and starts it', async () => {
  const m = machine('systemctl');
  const system = serviceSystem('linux', m.env, m.home);
  expect(await system.install(spec)).toMatchObject({ ok: true, state: 'running' });
  expect(m.calls()).toEqual(['--user daemon-reload', '--user enable --now pynchy.service']);
  const file = join(m.home, '.config', 'systemd', 'user', 'pynchy.service');
  expect(readFileSync(file, 'utf8')).toBe(`[Unit]
Description=Pynchy, a personal assistant

[Service]
ExecStart="/opt/no de/bin/node" "/home/ann/100%%/bootstrap.mjs" "serve"
Environment="PYNCHY_HOME=/data/$$x \\"y\\""
Restart=on-failure
RestartSec=5
# Stopping in order takes at most 10 seconds.
TimeoutStopSec=20

[Install]
WantedBy=default.target
`);
  expect(await system.status()).toMatchObject({ state: 'running' });
  expect(await system.uninstall()).toMatchObject({ ok: true, state: 'absent' });
  expect(existsSync(file)).toBe(false);
  expect(await system.status()).toMatchObject({ state: 'absent' });
});

it.each([
  ['there is no systemd', null, 'systemctl is not on this computer'],
  ['systemd runs for nobody here', 'systemctl', 'Failed to connect to bus'],
])('says in words that %s, and what to type where it is', async (_, tool, cause) => {
  const m = machine(tool, 1);
  const result = await serviceSystem('linux', m.env, m.home).install(spec);
  expect(result).toMatchObject({ ok: false, state: 'installed' });
  expect(result.lines.join('\n')).toContain(cause);
  expect(result.lines.join('\n')).toContain('systemctl --user enable --now pynchy.service');
});

it('installs a launchd agent, with every word escaped', async () => {
  const m = machine('launchctl');
  const system = serviceSystem('darwin', m.env, m.home);
  expect(await system.install({ command: ['/a&b/node', 'serve'], home: null })).toMatchObject({ ok: true });
  const plist = readFileSync(join(m.home, 'Library', 'LaunchAgents', 'app.pynchy.host.plist'), 'utf8');
  expect(plist).toContain('<string>/a&amp;b/node</string>\n    <string>serve</string>');
  expect(m.calls().map((call) => call.split(' ')[0])).toEqual(['bootout', 'bootstrap']);
  expect(await system.uninstall()).toMatchObject({ state: 'absent' });
});

it('says on other systems that it cannot', async () => {
  expect(await serviceSystem('win32', {}, '/none').install(spec)).toMatchObject({ ok: false, state: 'unsupported' });
});
