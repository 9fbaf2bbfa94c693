import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVault as openVaultAt } from './vault.ts';

const openVault = (home: string, hasCiphertext = false) => openVaultAt(home, { hasCiphertext });
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

  it('opens with the passphrase alone once the key file was given up', async () => {
    const home = dir();
    const vault = openVault(home);
    vault.put('a', 'first-secret', 'test');
    await vault.setPassphrase('correct horse', false);
    const again = openVault(home);
    expect(again.state()).toBe('locked');
    await expect(again.unlock('wrong horse')).rejects.toThrow('vault-wrong-passphrase');
    await again.unlock('correct horse');
    expect(again.get('a')).toBe('first-secret');
  });

  it('is opened by the keychain of this computer, also after the key file was given up', async () => {
    const home = dir();
    const keychainKey = Buffer.alloc(32, 7);
    const vault = openVaultAt(home, { hasCiphertext: false, keychainKey });
    vault.put('a', 'first-secret', 'test');
    expect(vault.slots()).toEqual(['keyfile', 'keychain']);
    await vault.setPassphrase('correct horse', false);
    expect(openVault(home).state()).toBe('locked');
    expect(openVaultAt(home, { hasCiphertext: true, keychainKey: Buffer.alloc(32, 8) }).state()).toBe('locked');
    expect(openVaultAt(home, { hasCiphertext: true, keychainKey }).get('a')).toBe('first-secret');
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

  it.each([
    ['its key file is still there', false, ['vault.json']],
    ['something outside was sealed with its key', true, ['vault.json', 'vault.key']],
  ])('is damaged and makes no new key when vault.json is gone but %s', (_, hasCiphertext, gone) => {
    const home = dir();
    openVault(home).put('a', 'first-secret', 'test');
    const copies = gone.map((name) => [join(home, name), readFileSync(join(home, name))] as const);
    for (const [file] of copies) rmSync(file);
    const before = readdirSync(home);
    const again = openVault(home, hasCiphertext);
    expect([again.state(), again.reason()?.code]).toEqual(['damaged', 'vault-lost']);
    expect(() => again.put('b', 'x', 'test')).toThrow('vault-damaged');
    expect(() => again.derive('plugin:p')).toThrow('vault-damaged');
    expect(readdirSync(home)).toEqual(before);
    for (const [file, bytes] of copies) writeFileSync(file, bytes);
    expect(openVault(home, hasCiphertext).get('a')).toBe('first-secret');
  });

  it('survives a kill at any point of its very first start', () => {
    const whole = dir();
    openVault(whole);
    const [json, key] = ['vault.json', 'vault.key'].map((name) => readFileSync(join(whole, name)));
    const keyOnly = dir();
    writeFileSync(join(keyOnly, 'vault.key.new'), key ?? '');
    const bothThere = dir();
    writeFileSync(join(bothThere, 'vault.key.new'), key ?? '');
    writeFileSync(join(bothThere, 'vault.json'), json ?? '');
    for (const home of [keyOnly, bothThere]) {
      openVault(home).put('a', 'first-secret', 'test');
      expect(openVault(home, true).get('a')).toBe('first-secret');
      expect(readdirSync(home).sort()).toEqual(['vault.json', 'vault.key']);
    }
  });

  it('lets others run while a passphrase becomes a key, and loses nothing that came meanwhile', async () => {
    const vault = openVault(dir());
    const order: string[] = [];
    const done = vault.setPassphrase('correct horse', true).then(() => order.push('passphrase'));
    setImmediate(() => {
      order.push('others');
      vault.put('late', 'meanwhile', 'test');
    });
    await done;
    expect(order).toEqual(['others', 'passphrase']);
    expect(vault.get('late')).toBe('meanwhile');
    expect(vault.slots()).toEqual(['keyfile', 'passphrase']);
  });
});
