import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeStorage } from 'electron';
import { writeFileAtomic } from '#core/base/atomic-file.ts';

const keyBytes = 32;

/**
 * The wrapping key that this computer's keychain keeps for the vault, made at the first start; null where there is no keychain
 * or only a sham one (`basic_text` encrypts with a password that everybody knows).
 */
export const keychainKey = async (vaultDir: string, say: (text: string) => void): Promise<Uint8Array | null> => {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
  if (
    process.platform === 'linux' &&
    !['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'].includes(safeStorage.getSelectedStorageBackend())
  )
    return null;
  const file = join(vaultDir, 'keychain.key');
  if (existsSync(file)) {
    try {
      const { result } = await safeStorage.decryptStringAsync(readFileSync(file));
      const key = Buffer.from(result, 'base64');
      if (key.length === keyBytes) return key;
    } catch {
      // A locked or reset keychain; its file stays, in case it is opened again.
    }
    say('the keychain does not give its key');
    return null;
  }
  const key = randomBytes(keyBytes);
  mkdirSync(vaultDir, { recursive: true, mode: 0o700 });
  writeFileAtomic(file, await safeStorage.encryptStringAsync(key.toString('base64')));
  return key;
};
