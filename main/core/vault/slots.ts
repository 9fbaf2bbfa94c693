import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';

/** A slot keeps the one data key, wrapped by something a machine or a person has. */
export const Slot = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keyfile'), wrapped: z.string() }),
  z.object({ kind: z.literal('passphrase'), wrapped: z.string(), salt: z.string() }),
  z.object({ kind: z.literal('keychain'), wrapped: z.string() }),
]);
export type Slot = z.infer<typeof Slot>;

export const keyBytes = 32;

/** AES-256-GCM: nonce (12) + tag (16) + ciphertext, base64. `about` binds it to its place. */
export const seal = (key: Uint8Array, plain: Uint8Array, about: string): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
};

/** Null when the key is wrong or the text was altered. */
export const unseal = (key: Uint8Array, sealed: string, about: string): Buffer | null => {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < 28) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
  } catch {
    // GCM says only "unable to authenticate": wrong key and altered text look the same.
    return null;
  }
};

/** scrypt, N=2^15, r=8, p=1: about a tenth of a second, outside the main loop. */
export const keyFromPassphrase = (passphrase: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFKC'), salt, keyBytes, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
