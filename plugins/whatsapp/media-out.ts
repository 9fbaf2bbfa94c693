import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { AnyMessageContent, proto } from '@whiskeysockets/baileys';
import type { BlobRef, ChannelOut, Ctx } from '#plugin-api';
import { oggSeconds } from './ogg.ts';
import type { SentMessages } from './sent-messages.ts';
import type { OpenSocket } from './socket.ts';
import type { Vendor } from './vendor.ts';
import { sendWhileWanted, unlessAborted } from './wanted.ts';

const origin = 'https://web.whatsapp.com';
const uploadMs = 240_000;
// What phones show as a picture; they take the rest as files.
const photos: readonly string[] = ['image/png', 'image/jpeg'];

/**
 * Files on their way out: sealed and uploaded once for each message, however often that is sent. A send that is cut does not
 * cut the upload; the next one of the same id waits for it.
 */
export const createMediaOut = (vendor: Vendor, ctx: Pick<Ctx, 'fetch' | 'blobs'>, sent: SentMessages) => {
  const uploads = new Map<string, Promise<proto.IMessage>>();

  const upload =
    (socket: OpenSocket) =>
    async (filePath: string, { mediaType, fileEncSha256B64 }: UploadOptions) => {
      const body = await readFile(filePath);
      const { hosts, auth } = await socket.sock.refreshMediaConn(false);
      const token = encodeURIComponent(fileEncSha256B64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
      let failure: unknown = new Error('the server named no place for files');
      for (const { hostname } of hosts)
        try {
          const url = `https://${hostname}${vendor.MEDIA_PATH_MAP[mediaType]}/${token}?auth=${encodeURIComponent(auth)}&token=${token}`;
          const headers = { origin, 'content-type': 'application/octet-stream' };
          const answer = await ctx.fetch(
            url,
            { method: 'POST', headers, body, headMs: uploadMs, maxBytes: 100_000 },
            AbortSignal.timeout(uploadMs),
          );
          const placed = placeOf(await textOf(answer.body));
          if (answer.status === 200 && placed) return placed;
          failure = new Error(`the server answered ${answer.status}`);
        } catch (error) {
          failure = error;
        }
      throw failure;
    };

  const make = async (socket: OpenSocket, out: ChannelOut, file: BlobRef): Promise<proto.IMessage> => {
    const content = await contentFor(ctx, file, out.text ?? '');
    const made = await vendor.generateWAMessage(out.chatKey, content, {
      userJid: socket.sock.authState.creds.me?.id ?? '',
      messageId: out.externalId,
      upload: upload(socket),
    } as Parameters<Vendor['generateWAMessage']>[2]);
    if (!made.message) throw new Error('the library made no message of it');
    // Kept before it is written, so that it is not uploaded again whatever happens to the line.
    sent.keep(out.externalId, { chatKey: out.chatKey, message: made.message });
    return made.message;
  };

  return {
    /** Rejects when it was not uploaded, or with the signal's reason. */
    async send(socket: OpenSocket, out: ChannelOut, file: BlobRef, signal: AbortSignal): Promise<void> {
      let message = sent.find(out.externalId)?.message;
      if (!message) {
        const going = uploads.get(out.externalId) ?? make(socket, out, file).finally(() => uploads.delete(out.externalId));
        uploads.set(out.externalId, going);
        message = await unlessAborted(going, signal);
      }
      signal.throwIfAborted();
      const made = message;
      await sendWhileWanted(signal, () => socket.sock.relayMessage(out.chatKey, made, { messageId: out.externalId }));
    },
  };
};
export type MediaOut = ReturnType<typeof createMediaOut>;

interface UploadOptions {
  readonly mediaType: keyof Vendor['MEDIA_PATH_MAP'];
  readonly fileEncSha256B64: string;
}

/** As a picture, a voice message or a file, by its type. Thumbnails and wave forms would mean decoding it here. */
const contentFor = async (ctx: Pick<Ctx, 'blobs'>, file: BlobRef, caption: string): Promise<AnyMessageContent> => {
  const stream = Readable.from(ctx.blobs.get(file));
  if (photos.includes(file.mime)) return { image: { stream }, mimetype: file.mime, caption, jpegThumbnail: '' };
  if (file.mime === 'audio/ogg')
    return {
      audio: { stream },
      ptt: true,
      mimetype: 'audio/ogg; codecs=opus',
      seconds: await oggSeconds(ctx.blobs.get(file)),
      // Not in the library's types; without it the library would decode the sound.
      ...{ waveform: new Uint8Array(64) },
    };
  return { document: { stream }, mimetype: file.mime, fileName: file.name ?? 'file', caption };
};

const placeOf = (text: string): { mediaUrl: string; directPath: string } | null => {
  try {
    const answer = JSON.parse(text) as { url?: unknown; direct_path?: unknown };
    return typeof answer.direct_path === 'string' ? { mediaUrl: String(answer.url ?? ''), directPath: answer.direct_path } : null;
  } catch {
    return null;
  }
};

const textOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
};
