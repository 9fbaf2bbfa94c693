/** At most `max` bytes of a body; `cut` when there were more, which are not read. */
export const collect = async (body: AsyncIterable<Uint8Array>, max: number): Promise<{ bytes: Uint8Array<ArrayBuffer>; cut: boolean }> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let cut = false;
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, max - size));
    cut = size + chunk.length > max;
    size += Math.min(chunk.length, max - size);
    if (cut) break;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { bytes, cut };
};

/** Frees the socket of an answer that is not read. */
export const discard = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const _ of body) break;
};

export type Kind = 'html' | 'text' | 'binary';
const textTypes =
  /^(?:text\/|application\/(?:json|xml|javascript|ecmascript|x-javascript|x-sh|x-yaml|yaml|toml|x-ndjson|sql|graphql|rtf)$|application\/[\w.+-]+\+(?:json|xml)$|image\/svg\+xml$)/;

/** What an answer is, by its type; null when only its bytes can tell. */
export const kindOfType = (contentType: string): Kind | null => {
  const type = mimeOf(contentType);
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html';
  if (type === '' || type === 'application/octet-stream' || type === 'unknown/unknown') return null;
  return textTypes.test(type) ? 'text' : 'binary';
};
export const kindOfBytes = (bytes: Uint8Array): Kind => {
  const head = bytes.subarray(0, 4_096);
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (head.includes(0) && !utf16) return 'binary';
  return /^\s*<(?:!doctype html|html|head|body)\b/i.test(Buffer.from(head.subarray(0, 512)).toString('latin1')) ? 'html' : 'text';
};

/** The type alone, in a form that may stand in a sentence. */
export const mimeOf = (contentType: string): string => /^\s*([\w.+-]{1,60}\/[\w.+-]{1,60})/.exec(contentType)?.[1]?.toLowerCase() ?? '';
export const charsetOf = (contentType: string): string | null => /charset\s*=\s*["']?([\w:.-]{1,40})/i.exec(contentType)?.[1] ?? null;

/** The charset of the type, else a byte order mark, else what the page itself says, else UTF-8. */
export const decode = (bytes: Uint8Array, charset: string | null): string => {
  const [a, b] = bytes;
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null;
  const inPage = /<meta[^>]{0,300}?charset\s*=\s*["']?([\w:.-]{1,40})/i.exec(Buffer.from(bytes.subarray(0, 2_048)).toString('latin1'))?.[1];
  return decoder(marked ?? charset ?? inPage ?? 'utf-8').decode(bytes);
};
const decoder = (label: string): InstanceType<typeof TextDecoder> => {
  try {
    return new TextDecoder(label);
  } catch {
    // A charset that does not exist is the page's mistake.
    return new TextDecoder();
  }
};
