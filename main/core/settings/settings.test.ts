import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSettings } from './settings.ts';

const file = (): string => join(mkdtempSync(join(tmpdir(), 'pynchy-settings-')), 'settings.json');

it('keeps a value over a restart', () => {
  const f = file();
  openSettings(f, 0).set('port', 5000);
  expect(openSettings(f, 0).get().port).toBe(5000);
});

it('goes back to the last good file when the file is damaged, keeps the damaged one and says so', () => {
  const f = file();
  openSettings(f, 0).set('port', 5000);
  openSettings(f, 0);
  writeFileSync(f, '{"port": 5');
  const again = openSettings(f, 0);
  expect(again.get().port).toBe(5000);
  expect(again.notice?.code).toBe('settings-last-good');
  const kept = readdirSync(join(f, '..')).find((name) => name.includes('damaged'));
  expect(readFileSync(join(f, '..', kept ?? ''), 'utf8')).toBe('{"port": 5');
});

it('refuses a value of the wrong kind like a damaged file', () => {
  const f = file();
  writeFileSync(f, '{"port": "many"}');
  const settings = openSettings(f, 0);
  expect(settings.get().port).toBe(47113);
  expect(settings.notice?.code).toBe('settings-defaults');
});
