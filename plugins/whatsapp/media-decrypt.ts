import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';

const macBytes = 10;

/** The content is not what its sender announced: cut, swapped or made up. */
export class DamagedMedia extends Error {}

/**
 * The content of a file as it comes, deciphered. What is yielded may only be believed when the whole has come without a
 * DamagedMedia: MAC, hash of the ciphertext and hash of the content are compared at the end (the library compares none).
 */
export async function* decipher(
  cipherText: AsyncIterable<Uint8Array>,
  keys: { readonly iv: Uint8Array; readonly cipherKey: Uint8Array; readonly macKey: Uint8Array },
  expected: { readonly sha256: Uint8Array; readonly encSha256: Uint8Array },
): AsyncGenerator<Uint8Array> {
  const cipher = createDecipheriv('aes-256-cbc', keys.cipherKey, keys.iv);
  const mac = createHmac('sha256', keys.macKey).update(keys.iv);
  const encHash = createHash('sha256');
  const hash = createHash('sha256');
  let tail = Buffer.alloc(0);
  for await (const part of cipherText) {
    encHash.update(part);
    const all = Buffer.concat([tail, part]);
    const body = all.subarray(0, Math.max(0, all.length - macBytes));
    tail = Buffer.from(all.subarray(body.length));
    mac.update(body);
    const plain = cipher.update(body);
    hash.update(plain);
    if (plain.length > 0) yield plain;
  }
  const last = finish(cipher);
  hash.update(last);
  const isWhole =
    same(mac.digest().subarray(0, macBytes), tail) && same(encHash.digest(), expected.encSha256) && same(hash.digest(), expected.sha256);
  if (!isWhole) throw new DamagedMedia('the file is not the one that was announced');
  if (last.length > 0) yield last;
}

const finish = (cipher: ReturnType<typeof createDecipheriv>): Buffer => {
  try {
    return cipher.final();
  } catch (cause) {
    throw new DamagedMedia('the file was cut', { cause });
  }
};
const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
