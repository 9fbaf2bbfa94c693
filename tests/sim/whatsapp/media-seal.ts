import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export type MediaType = 'image' | 'video' | 'audio' | 'document' | 'sticker';
const infos = { image: 'Image', video: 'Video', audio: 'Audio', document: 'Document', sticker: 'Image' } as const;

/** What a file is on the media server, and what the message with it says. */
export interface Sealed {
  readonly body: Buffer;
  readonly mediaKey: Buffer;
  readonly sha256: Buffer;
  readonly encSha256: Buffer;
}

const keysOf = (mediaKey: Uint8Array, type: MediaType) => {
  const expanded = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), `WhatsApp ${infos[type]} Keys`, 112));
  return { iv: expanded.subarray(0, 16), cipherKey: expanded.subarray(16, 48), macKey: expanded.subarray(48, 80) };
};
const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();
const macOf = (macKey: Uint8Array, iv: Uint8Array, body: Uint8Array): Buffer =>
  createHmac('sha256', macKey).update(iv).update(body).digest().subarray(0, 10);

export const seal = (content: Uint8Array, type: MediaType, mediaKey: Buffer = randomBytes(32)): Sealed => {
  const { iv, cipherKey, macKey } = keysOf(mediaKey, type);
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  const whole = Buffer.concat([body, macOf(macKey, iv, body)]);
  return { body: whole, mediaKey, sha256: sha256(content), encSha256: sha256(whole) };
};

/** Throws when anything is not as the message says. */
export const unseal = (
  whole: Uint8Array,
  type: MediaType,
  said: { mediaKey: Uint8Array; sha256: Uint8Array; encSha256: Uint8Array },
): Buffer => {
  const { iv, cipherKey, macKey } = keysOf(said.mediaKey, type);
  const body = whole.subarray(0, -10);
  if (!sha256(whole).equals(said.encSha256)) throw new Error('the file on the server is another one');
  if (!macOf(macKey, iv, body).equals(whole.subarray(-10))) throw new Error('the MAC of the file is wrong');
  const cipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  const content = Buffer.concat([cipher.update(body), cipher.final()]);
  if (!sha256(content).equals(said.sha256)) throw new Error('the content of the file is another one');
  return content;
};
