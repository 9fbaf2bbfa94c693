import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isPicture, isSound } from '#contract/model/files.ts';
import type { Host } from '#core/app/create-host.ts';

const isShown = (mime: string): boolean => isPicture(mime) || isSound(mime);

/**
 * The headers under which a file that somebody sent is safe in a window: pictures are shown and recordings played, everything else is only ever
 * downloaded, and nothing in it can run or reach anything.
 */
export const sentFileHeaders = (file: { mime: string; name: string; bytes: number }): Record<string, string | number> => ({
  'content-type': isShown(file.mime) ? file.mime : 'application/octet-stream',
  'content-length': file.bytes,
  'content-disposition': `${isShown(file.mime) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  // The name is the hash of the content.
  'cache-control': 'private, max-age=31536000, immutable',
});

/** Answers with the file, or 404 when nobody sent it. */
export const serveSentFile = async (file: ReturnType<Host['sentFile']>, response: ServerResponse): Promise<void> => {
  if (!file) return void response.writeHead(404, { 'cache-control': 'no-store' }).end();
  response.writeHead(200, sentFileHeaders(file));
  await pipeline(Readable.from(file.stream()), response);
};
