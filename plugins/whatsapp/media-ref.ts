import type { proto, WAMessage } from '@whiskeysockets/baileys';
import { z } from 'zod';
import type { ChannelFile } from '#plugin-api';
import { isSeenOnce } from './content.ts';
import type { Vendor } from './vendor.ts';

/** Where a file lies in the network, and the keys to it. Everything in it comes from its sender. */
const mediaRef = z.object({
  type: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
  key: z.object({ id: z.string(), remoteJid: z.string(), fromMe: z.boolean(), participant: z.string().nullable() }),
  directPath: z.string().startsWith('/').max(2000),
  mediaKey: z.base64(),
  sha256: z.base64(),
  encSha256: z.base64(),
  bytes: z.number().nullable(),
});
export type MediaRef = z.infer<typeof mediaRef>;

/** Null when it is none of ours. */
export const parseMediaRef = (text: string): MediaRef | null => {
  try {
    return mediaRef.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** The file of a message; none when it has none, or one that is meant to be seen once. */
export const filesOf = (vendor: Vendor, m: WAMessage): ChannelFile[] => {
  if (isSeenOnce(m.message)) return [];
  const inner = vendor.normalizeMessageContent(m.message ?? undefined);
  const found = inner && mediaIn(inner);
  if (!found) return [];
  const { type, media } = found;
  const ref: MediaRef = {
    type,
    key: { id: m.key.id ?? '', remoteJid: m.key.remoteJid ?? '', fromMe: m.key.fromMe === true, participant: m.key.participant || null },
    directPath: media.directPath ?? '',
    mediaKey: base64(media.mediaKey),
    sha256: base64(media.fileSha256),
    encSha256: base64(media.fileEncSha256),
    bytes: sizeOf(vendor, media),
  };
  const voice = type === 'audio' && media.ptt === true;
  return [
    {
      kind: voice ? 'voice' : type,
      name: (media.fileName || media.title || '').slice(0, 500),
      mime: (media.mimetype ?? '').slice(0, 200),
      bytes: ref.bytes,
      ref: JSON.stringify(ref),
    },
  ];
};

interface Media {
  readonly directPath?: string | null;
  readonly mediaKey?: Uint8Array | null;
  readonly fileSha256?: Uint8Array | null;
  readonly fileEncSha256?: Uint8Array | null;
  readonly fileLength?: Parameters<Vendor['toNumber']>[0] | null;
  readonly mimetype?: string | null;
  readonly fileName?: string | null;
  readonly title?: string | null;
  readonly ptt?: boolean | null;
}

const mediaIn = (m: proto.IMessage): { type: MediaRef['type']; media: Media } | null => {
  if (m.imageMessage) return { type: 'image', media: m.imageMessage };
  const video = m.videoMessage ?? m.ptvMessage;
  if (video) return { type: 'video', media: video };
  if (m.audioMessage) return { type: 'audio', media: m.audioMessage };
  if (m.documentMessage) return { type: 'document', media: m.documentMessage };
  if (m.stickerMessage) return { type: 'sticker', media: m.stickerMessage };
  return null;
};

// Its sender may say anything; no database keeps every number.
const sizeOf = (vendor: Vendor, { fileLength }: Media): number | null => {
  const bytes = Number(vendor.toNumber(fileLength ?? undefined));
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : null;
};

const base64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');
