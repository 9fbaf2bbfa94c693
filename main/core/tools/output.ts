/** Characters of a tool's output that the model (and a step row) gets; the whole goes to a blob. */
export const headChars = 20_000;
const tailChars = 5_000;

export interface OutputBlobs {
  put(data: Uint8Array): { sha256: string };
}

/** Text as it is, or its start and its end when it is long. */
export const endsOf = (text: string, note = ''): string =>
  text.length <= headChars + tailChars
    ? text
    : `${text.slice(0, headChars)}\n[… ${text.length - headChars - tailChars} characters left out${note} …]\n${text.slice(-tailChars)}`;

/** Short output as it is; long output as its start and its end, with the whole kept in a blob. */
export const shorten = (text: string, blobs: OutputBlobs): { text: string; blob: string | null } =>
  text.length <= headChars + tailChars
    ? { text, blob: null }
    : { text: endsOf(text, '; the user can open the whole output'), blob: blobs.put(Buffer.from(text)).sha256 };
