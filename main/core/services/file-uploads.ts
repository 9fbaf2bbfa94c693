import { AppError } from '#contract/errors.ts';
import { fileLimitBytes } from '#contract/toolbox/protocol.ts';
import type { Clock } from '../base/clock.ts';

interface Upload {
  readonly key: string;
  readonly parts: Uint8Array[];
  bytes: number;
  at: number;
}
const forgottenMs = 120_000;
const mostBytes = 2 * fileLimitBytes;

/** Files on their way in, in parts and in memory. What is not finished in time, or is out of order, is dropped. */
export const createFileUploads = (clock: Clock) => {
  const open = new Map<string, Upload>();
  const dropOld = (): void => {
    for (const [id, upload] of open) if (clock.now() - upload.at > forgottenMs) open.delete(id);
  };
  return {
    /** The whole file with its last part, else null. Throws file-upload-broken or file-over-limit. */
    add(part: { uploadId: string; key: string; path: string; offset: number; data: Uint8Array; isLast: boolean }): Uint8Array | null {
      dropOld();
      const upload = open.get(part.uploadId) ?? { key: part.key, parts: [], bytes: 0, at: 0 };
      open.delete(part.uploadId);
      if (upload.key !== part.key || upload.bytes !== part.offset) throw new AppError('file-upload-broken', { path: part.path });
      const others = [...open.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      upload.bytes += part.data.length;
      if (upload.bytes > fileLimitBytes || others + upload.bytes > mostBytes)
        throw new AppError('file-over-limit', { path: part.path, limit: fileLimitBytes / 1024 ** 2 });
      upload.parts.push(part.data);
      if (part.isLast) return Buffer.concat(upload.parts);
      upload.at = clock.now();
      open.set(part.uploadId, upload);
      return null;
    },
  };
};
