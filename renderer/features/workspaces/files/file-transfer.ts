import type { HostClient } from '#contract/client/connect.ts';
import { fileChunkBytes } from '#contract/model/files.ts';

type Place = { readonly workspaceId: string; readonly path: string };
type OnProgress = (share: number) => void;

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
const base64Of = (bytes: Uint8Array): string => {
  let text = '';
  // In slices: an argument list has a limit.
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
};

/** The whole file, or its first `mostBytes`. A file that changes meanwhile is read from its beginning, twice at most. */
export const fetchFile = async (
  client: HostClient,
  place: Place,
  { mostBytes = Number.POSITIVE_INFINITY, onProgress = () => undefined }: { mostBytes?: number; onProgress?: OnProgress } = {},
): Promise<{ bytes: Uint8Array<ArrayBuffer>; size: number }> => {
  for (let tries = 0; ; tries++) {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let received = 0;
    let first: { size: number; hash: string } | null = null;
    for (;;) {
      const maxBytes = Math.min(fileChunkBytes, mostBytes - received);
      const part = await client.files.read({ ...place, offset: received, maxBytes });
      first ??= part;
      if (part.hash !== first.hash && tries < 2) break;
      const bytes = bytesOf(part.base64);
      parts.push(bytes);
      received += bytes.length;
      onProgress(part.size === 0 ? 1 : received / Math.min(part.size, mostBytes));
      if (bytes.length === 0 || received >= part.size || received >= mostBytes)
        return { bytes: new Uint8Array(await new Blob(parts).arrayBuffer()), size: part.size };
    }
  }
};

/** Hands a file to the browser's downloads. */
export const saveFile = async (client: HostClient, place: Place, name: string, onProgress?: OnProgress): Promise<void> => {
  const { bytes } = await fetchFile(client, place, onProgress ? { onProgress } : {});
  const url = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
};

/** Uploads in parts; the file appears whole with the last one. Fails with file-exists unless `replace`. */
export const uploadFile = async (
  client: HostClient,
  place: Place,
  file: Blob,
  { replace, onProgress }: { replace: boolean; onProgress: OnProgress },
): Promise<void> => {
  const uploadId = crypto.randomUUID();
  let offset = 0;
  do {
    const end = Math.min(file.size, offset + fileChunkBytes);
    const base64 = base64Of(new Uint8Array(await file.slice(offset, end).arrayBuffer()));
    await client.files.upload({ ...place, uploadId, offset, base64, isLast: end === file.size, replace });
    offset = end;
    onProgress(file.size === 0 ? 1 : offset / file.size);
  } while (offset < file.size);
};
