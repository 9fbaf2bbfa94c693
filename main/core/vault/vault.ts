import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import { writeFileAtomic } from '../base/atomic-file.ts';
import { keyBytes, keyFromPassphrase, Slot, seal, unseal } from './slots.ts';

const File = z.object({
  v: z.literal(1),
  slots: z.array(Slot),
  entries: z.record(z.string(), z.object({ sealed: z.string(), purpose: z.string() })),
});
type File = z.infer<typeof File>;

export type VaultState = 'ready' | 'locked' | 'damaged';

/**
 * Secrets by name, encrypted with one data key that sits in slots. Locked is a state: reads and writes then throw
 * `vault-locked`. A new data key is never made while there is ciphertext: a lost key file means locked, not empty.
 */
export interface Vault {
  state(): VaultState;
  /** What is wrong when it is damaged. */
  reason(): Reason | null;
  slots(): string[];
  entries(): number;
  put(name: string, value: string, purpose: string): void;
  /** Throws vault-locked or not-found. */
  get(name: string): string;
  has(name: string): boolean;
  /** Of all entries that begin so, also while it is locked. */
  names(prefix: string): string[];
  remove(name: string): void;
  /** Rejects with vault-wrong-passphrase. */
  unlock(passphrase: string): Promise<void>;
  setPassphrase(passphrase: string, keepKeyFile: boolean): Promise<void>;
  /** A key derived from the data key for another room's own encryption. Throws vault-locked. */
  derive(purpose: string): Buffer;
}

/**
 * `keychainKey`: what this computer's keychain keeps for us; it opens the vault beside the key file, also after that was given up.
 * `hasCiphertext`: something outside the vault needs its data key, so a missing vault.json is a loss and no first start.
 */
export const openVault = (dir: string, o: { hasCiphertext: boolean; keychainKey?: Uint8Array | null }): Vault => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'vault.json');
  const keyFile = join(dir, 'vault.key');
  const comingKeyFile = join(dir, 'vault.key.new');
  let content = read(file);
  const lost = content === null && (existsSync(keyFile) || o.hasCiphertext);
  const damaged = content === 'damaged' || lost;
  let dataKey: Buffer | null = null;

  const save = (next: File): void => {
    writeFileAtomic(file, JSON.stringify(next));
    content = next;
  };
  const opened = (): { file: File; key: Buffer } => {
    if (damaged || content === 'damaged') throw new AppError('vault-damaged', { file });
    if (!dataKey || !content) throw new AppError('vault-locked');
    return { file: content, key: dataKey };
  };

  if (content === null && !lost) {
    // The key gets its name last: a kill before leaves a start from nothing, or the step below to be done.
    const wrapping = randomBytes(keyBytes);
    writeFileAtomic(comingKeyFile, wrapping);
    dataKey = randomBytes(keyBytes);
    save({ v: 1, slots: [{ kind: 'keyfile', wrapped: seal(wrapping, dataKey, 'slot:keyfile') }], entries: {} });
    renameSync(comingKeyFile, keyFile);
  } else if (content !== null && content !== 'damaged') {
    if (!existsSync(keyFile) && existsSync(comingKeyFile)) renameSync(comingKeyFile, keyFile);
    const slot = content.slots.find((s) => s.kind === 'keyfile');
    if (slot && existsSync(keyFile)) dataKey = unseal(readFileSync(keyFile), slot.wrapped, 'slot:keyfile');
    const kept = content.slots.find((s) => s.kind === 'keychain');
    if (!dataKey && kept && o.keychainKey) dataKey = unseal(o.keychainKey, kept.wrapped, 'slot:keychain');
  }
  if (o.keychainKey && dataKey && content !== null && content !== 'damaged') addKeychainSlot(o.keychainKey, content, dataKey, save);

  return {
    state: () => (damaged ? 'damaged' : dataKey ? 'ready' : 'locked'),
    reason: () => (lost ? reason('vault-lost') : damaged ? reason('vault-damaged') : null),
    slots: () => (content && content !== 'damaged' ? content.slots.map((s) => s.kind) : []),
    entries: () => (content && content !== 'damaged' ? Object.keys(content.entries).length : 0),
    put(name, value, purpose) {
      const { file: now, key } = opened();
      save({ ...now, entries: { ...now.entries, [name]: { sealed: seal(key, Buffer.from(value), `entry:${name}`), purpose } } });
    },
    get(name) {
      const { file: now, key } = opened();
      const entry = now.entries[name];
      if (!entry) throw new AppError('not-found', { what: 'secret', name });
      const plain = unseal(key, entry.sealed, `entry:${name}`);
      if (!plain) throw new AppError('vault-damaged', { file });
      return plain.toString();
    },
    names: (prefix) => (content && content !== 'damaged' ? Object.keys(content.entries).filter((name) => name.startsWith(prefix)) : []),
    has: (name) => content !== null && content !== 'damaged' && name in content.entries,
    remove(name) {
      const { file: now } = opened();
      const { [name]: _, ...entries } = now.entries;
      save({ ...now, entries });
    },
    async unlock(passphrase) {
      if (damaged || content === 'damaged' || content === null) throw new AppError('vault-damaged', { file });
      const slot = content.slots.find((s) => s.kind === 'passphrase');
      const wrapping = slot && (await keyFromPassphrase(passphrase, Buffer.from(slot.salt, 'base64')));
      const key = wrapping && unseal(wrapping, slot.wrapped, 'slot:passphrase');
      if (!key) throw new AppError('vault-wrong-passphrase');
      dataKey = key;
    },
    async setPassphrase(passphrase, keepKeyFile) {
      opened();
      const salt = randomBytes(16);
      const wrapping = await keyFromPassphrase(passphrase, salt);
      // Read now: entries may have come meanwhile.
      const { file: now, key } = opened();
      const slot: Slot = { kind: 'passphrase', salt: salt.toString('base64'), wrapped: seal(wrapping, key, 'slot:passphrase') };
      const others = now.slots.filter((s) => s.kind !== 'passphrase' && (keepKeyFile || s.kind !== 'keyfile'));
      save({ ...now, slots: [...others, slot] });
      if (!keepKeyFile) rmSync(keyFile, { force: true });
    },
    derive: (purpose) => {
      const { key } = opened();
      return Buffer.from(hkdfSync('sha256', key, '', `pynchy:${purpose}`, keyBytes));
    },
  };
};

// Also when the keychain was reset and keeps another key by now.
const addKeychainSlot = (wrapping: Uint8Array, content: File, dataKey: Buffer, save: (next: File) => void): void => {
  const now = content.slots.find((s) => s.kind === 'keychain');
  if (now && unseal(wrapping, now.wrapped, 'slot:keychain')) return;
  const slot: Slot = { kind: 'keychain', wrapped: seal(wrapping, dataKey, 'slot:keychain') };
  save({ ...content, slots: [...content.slots.filter((s) => s.kind !== 'keychain'), slot] });
};

const read = (file: string): File | null | 'damaged' => {
  if (!existsSync(file)) return null;
  try {
    return File.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Told as a state; the file is left as it is.
    return 'damaged';
  }
};
