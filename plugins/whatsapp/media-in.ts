import { type BlobRef, type Ctx, type FetchResult, fail, ok, type Result } from '#plugin-api';
import { DamagedMedia, decipher } from './media-decrypt.ts';
import { type MediaRef, parseMediaRef } from './media-ref.ts';
import type { OpenSocket } from './socket.ts';
import type { Vendor } from './vendor.ts';

/** The address in a message is its sender's choice; the network's own is always this. */
const mediaHost = 'https://mmg.whatsapp.net';
const origin = 'https://web.whatsapp.com';
// Padding and MAC of a file.
const wrapBytes = 16 + 10;
const gone = new Set([403, 404, 410]);
const phoneMs = 30_000;

export interface MediaParts {
  readonly vendor: Vendor;
  readonly ctx: Pick<Ctx, 'fetch' | 'blobs' | 'log'>;
  /** The socket that can be written to now. */
  readonly socket: () => OpenSocket | null;
}

/** Fetches one file of the network. What is no longer there is asked for from the phone that sent it, once. */
export const fetchMedia = async (parts: MediaParts, refText: string, maxBytes: number, signal: AbortSignal): Promise<Result<BlobRef>> => {
  const ref = parseMediaRef(refText);
  if (!ref) return fail('damaged', 'the message does not say where its file is');
  if ((ref.bytes ?? 0) > maxBytes) return fail('too-large', `${ref.bytes} bytes`);
  try {
    const first = await download(parts, ref, ref.directPath, maxBytes, signal);
    if (first !== 'gone') return first;
    const directPath = await askPhone(parts, ref, signal);
    if (typeof directPath !== 'string') return directPath;
    const second = await download(parts, ref, directPath, maxBytes, signal);
    return second === 'gone' ? fail('gone', 'it is not there, although the phone sent it again') : second;
  } catch (error) {
    if (error instanceof DamagedMedia) return fail('damaged', error.message);
    const code = (error as { code?: unknown }).code;
    if (code === 'too-large') return fail('too-large', 'more came than was said');
    return fail('offline', error instanceof Error ? error.message : String(error));
  }
};

const download = async (
  { vendor, ctx }: MediaParts,
  ref: MediaRef,
  directPath: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Result<BlobRef> | 'gone'> => {
  const url = new URL(mediaHost + directPath);
  if (url.origin !== mediaHost) return fail('damaged', 'the path leads elsewhere');
  const answer = await ctx.fetch(url.href, { headers: { origin }, maxBytes: maxBytes + wrapBytes }, signal);
  if (gone.has(answer.status)) return drained(answer, 'gone');
  if (answer.status !== 200) return drained(answer, fail('offline', `the server answered ${answer.status}`));
  const { iv, cipherKey, macKey } = await vendor.getMediaKeys(Buffer.from(ref.mediaKey, 'base64'), ref.type);
  if (!macKey) throw new Error('the library made no key for the MAC');
  const expected = { sha256: Buffer.from(ref.sha256, 'base64'), encSha256: Buffer.from(ref.encSha256, 'base64') };
  return ok(await ctx.blobs.put(decipher(answer.body, { iv, cipherKey, macKey }, expected), {}));
};

// An answer that nobody reads would keep its socket.
const drained = async <T>(answer: FetchResult, result: T): Promise<T> => {
  for await (const _ of answer.body) break;
  return result;
};

/** Where the phone has put it again. */
const askPhone = async ({ vendor, socket, ctx }: MediaParts, ref: MediaRef, signal: AbortSignal): Promise<string | Result<never>> => {
  const open = socket();
  if (!open) return fail('not-connected', 'the phone can only be asked while the link is up');
  const media = { mediaKey: Buffer.from(ref.mediaKey, 'base64'), directPath: ref.directPath };
  const message = vendor.proto.WebMessageInfo.fromObject({ key: ref.key, message: { [`${ref.type}Message`]: media } });
  const { promise: late, reject } = Promise.withResolvers<never>();
  const stop = AbortSignal.any([signal, AbortSignal.timeout(phoneMs)]);
  const give = (): void => reject(new Error('the phone did not answer'));
  stop.addEventListener('abort', give, { once: true });
  try {
    await Promise.race([open.sock.updateMediaMessage(message as never), late]);
    const content = message.message?.[`${ref.type}Message`];
    return content?.directPath || fail('gone', 'the phone named no place');
  } catch (error) {
    const status = (error as { output?: { statusCode?: number } }).output?.statusCode;
    ctx.log('info', 'the phone did not send a file again', { status: status ?? null });
    return status === 404 || status === 412 || status === 418 ? fail('gone', 'the phone does not have it') : fail('offline', String(error));
  } finally {
    stop.removeEventListener('abort', give);
  }
};
