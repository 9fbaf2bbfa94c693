/** Characters of a tool's output that the model (and a step row) gets; the whole goes to a blob. */
export const headChars = 20_000;
const tailChars = 5_000;

export interface OutputBlobs {
  put(data: Uint8Array): { sha256: string };
}

/** Short output as it is; long output as its start and its end, with the whole kept in a blob. */
export const shorten = (text: string, blobs: OutputBlobs): { text: string; blob: string | null } => {
  if (text.length <= headChars + tailChars) return { text, blob: null };
  const { sha256 } = blobs.put(Buffer.from(text));
  const left = text.length - headChars - tailChars;
  return {
    text: `${text.slice(0, headChars)}\n[… ${left} characters left out; the user can open the whole output …]\n${text.slice(-tailChars)}`,
    blob: sha256,
  };
};
