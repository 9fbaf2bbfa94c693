/** The end of what a program prints: `mostBytes` of it, by the place at which it was printed. */
export interface KeptOutput {
  add(bytes: Uint8Array): void;
  /** From `from` on, or from where it is still kept; null: the last `maxBytes`. */
  read(from: number | null, maxBytes: number): { data: Uint8Array; from: number; next: number };
  /** All that was ever printed. */
  readonly totalBytes: number;
}

export const createKeptOutput = (mostBytes: number): KeptOutput => {
  let parts: Uint8Array[] = [];
  let keptBytes = 0;
  let totalBytes = 0;
  return {
    add: (bytes) => {
      // A copy: the pipe's buffer would keep more alive than what is kept here.
      parts.push(Uint8Array.from(bytes.subarray(-mostBytes)));
      keptBytes += Math.min(bytes.length, mostBytes);
      totalBytes += bytes.length;
      if (keptBytes < 2 * mostBytes) return;
      const last = Buffer.concat(parts).subarray(-mostBytes);
      parts = [Uint8Array.from(last)];
      keptBytes = last.length;
    },
    read: (from, maxBytes) => {
      const first = totalBytes - Math.min(keptBytes, mostBytes);
      const start = Math.min(totalBytes, Math.max(first, from ?? totalBytes - maxBytes));
      const all = Buffer.concat(parts);
      const at = all.length - (totalBytes - start);
      const data = all.subarray(at, at + maxBytes);
      return { data, from: start, next: start + data.length };
    },
    get totalBytes() {
      return totalBytes;
    },
  };
};
