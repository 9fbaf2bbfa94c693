import type { FileKind } from '#contract/model/files.ts';
import { safeFileName } from './file-name.ts';

const words: Readonly<Record<FileKind, string>> = {
  image: 'photo',
  video: 'video',
  voice: 'voice message',
  audio: 'recording',
  document: 'file',
  sticker: 'sticker',
};
const extensions: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
  'application/zip': '.zip',
  'audio/ogg': '.ogg',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'audio/wav': '.wav',
  'video/mp4': '.mp4',
  'video/webm': '.webm',
  'text/plain': '.txt',
};

/** The name of a file from a messenger: what its sender calls it, made safe; photos and the like have none and are called by time. */
export const incomingName = (f: { kind: FileKind; name: string; mime: string; sentAt: number; zone: string }): string => {
  // A model is told it between brackets.
  if (f.name.trim() !== '') return safeFileName(f.name.replaceAll(/[[\]]/g, '_'));
  const time = new Intl.DateTimeFormat('sv-SE', { timeZone: f.zone, dateStyle: 'short', timeStyle: 'short' }).format(f.sentAt);
  return `${words[f.kind]} ${time.replace(':', '.')}${extensions[f.mime] ?? ''}`;
};
