import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { trayImage } from './tray-image.ts';
import { trayMenu } from './tray-menu.ts';
import { atRest, trayKinds, trayStateOf } from './tray-state.ts';

const nothing = () => undefined;
const acts = {
  open: nothing,
  newChat: nothing,
  quickAsk: nothing,
  pause: nothing,
  emergencyStop: nothing,
  approvals: nothing,
  quit: nothing,
};

it.each([
  ['nothing happens', {}, 'idle', 'Pynchy: ready'],
  ['a turn runs', { running: 1 }, 'working', 'Pynchy: working on 1 answer'],
  ['a person is waited for, whatever else is', { running: 1, asks: 2, troubles: ['x'] }, 'needs-you', 'Pynchy: 2 approvals wait for you'],
  ['something is broken', { running: 1, troubles: ['the vault is locked'] }, 'trouble', 'Pynchy: the vault is locked'],
  ['it is paused', { paused: true }, 'paused', 'Pynchy: paused'],
  ['everything is stopped', { stopped: true, asks: 1, paused: true }, 'trouble', 'Pynchy: everything is stopped'],
  ['it stops', { isStopping: true, running: 1 }, 'working', 'Pynchy: stopping'],
] as const)('when %s, the icon and its words say so', (_, part, kind, tooltip) => {
  expect(trayStateOf({ ...atRest, ...part })).toEqual({ kind, tooltip });
});

it('has a picture of every state for every system', () => {
  const dir = fileURLToPath(new URL('../../../resources/tray', import.meta.url));
  const files = trayKinds.flatMap((kind) => (['linux', 'darwin', 'win32'] as const).map((platform) => trayImage(dir, kind, platform)));
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

it('says in the menu what quitting waits for, and offers nothing else then', () => {
  expect(trayMenu({ ...atRest, isStopping: true, running: 1 }, acts)).toEqual([
    { label: 'Stopping: waiting for 1 answer, 10 seconds at most', enabled: false },
  ]);
});

it('stops everything with one click, and leads to the window for the release', () => {
  expect(trayMenu(atRest, acts).map((item) => item.label)).toContain('Emergency stop');
  const labels = trayMenu({ ...atRest, stopped: true }, acts).map((item) => item.label);
  expect(labels).not.toContain('Emergency stop');
  expect(labels).toContain('Everything is stopped: release in the window …');
});

it('counts approvals and offers the way out of a pause', () => {
  const labels = trayMenu({ ...atRest, asks: 3, paused: true }, acts).map((item) => item.label);
  expect(labels).toContain('3 approvals waiting …');
  expect(labels).toContain('Continue everything');
});
