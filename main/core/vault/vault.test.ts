import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVault } from './vault.ts';

const dir = (): string => mkdtempSync(join(tmpdir(), 'pynchy-vault-'));

describe('vault', () => {
  it('keeps a secret over a restart and never as plain text', () => {
    const home = dir();
    openVault(home).put('account:work', 'canary-4711-secret', 'model key');
    expect(readFileSync(join(home, 'vault.json'), 'utf8')).not.toContain('canary-4711');
    expect(statSync(join(home, 'vault.key')).mode & 0o777).toBe(0o600);
    expect(openVault(home).get('account:work')).toBe('canary-4711-secret');
  });

  it('is locked, not empty, when the key file is gone', () => {
    const home = dir();
    openVault(home).put('a', 'first-secret', 'test');
    rmSync(join(home, 'vault.key'));
    const again = openVault(home);
    expect(again.state()).toBe('locked');
    expect(() => again.get('a')).toThrow('vault-locked');
    expect(() => again.put('b', 'x', 'test')).toThrow('vault-locked');
    expect(again.entries()).toBe(1);
  });

  it('opens with the passphrase alone once the key file was given up', () => {
    const home = dir();
    const vault = openVault(home);
    vault.put('a', 'first-secret', 'test');
    vault.setPassphrase('correct horse', false);
    const again = openVault(home);
    expect(again.state()).toBe('locked');
    expect(() => again.unlock('wrong horse')).toThrow('vault-wrong-passphrase');
    again.unlock('correct horse');
    expect(again.get('a')).toBe('first-secret');
  });

  it('tells a damaged file and leaves it as it is', () => {
    const home = dir();
    openVault(home).put('a', 'first-secret', 'test');
    writeFileSync(join(home, 'vault.json'), '{"half":');
    const again = openVault(home);
    expect(again.state()).toBe('damaged');
    expect(() => again.put('b', 'x', 'test')).toThrow('vault-damaged');
    expect(readFileSync(join(home, 'vault.json'), 'utf8')).toBe('{"half":');
  });

  it('refuses an entry that was moved to another name', () => {
    const home = dir();
    openVault(home).put('a', 'first-secret', 'test');
    const file = join(home, 'vault.json');
    const content = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...content, entries: { b: content.entries.a } }));
    expect(() => openVault(home).get('b')).toThrow('vault-damaged');
  });
});
