const starts = (bytes: Uint8Array, ...head: readonly number[]): boolean => head.every((byte, at) => bytes[at] === byte);

/** The type of a picture by its first bytes, never by its name; null for everything else, SVG included. */
export const pictureType = (bytes: Uint8Array): string | null => {
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47)) return 'image/png';
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0x47, 0x49, 0x46, 0x38)) return 'image/gif';
  if (starts(bytes, 0x52, 0x49, 0x46, 0x46) && starts(bytes.subarray(8), 0x57, 0x45, 0x42, 0x50)) return 'image/webp';
  return null;
};

/** The text of a file, or of its beginning; null when it is not text. */
export const textOf = (bytes: Uint8Array, isCut: boolean): string | null => {
  if (bytes.includes(0)) return null;
  try {
    // `stream` forgives half a character at the cut.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    // Not UTF-8, so not shown as text.
    return null;
  }
};

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
/** 950 B, 1.2 kB, 3 MB */
export const sizeText = (bytes: number): string => {
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value)} ${units[unit]}`;
};
