const tailBytes = 70_000;
const opusRate = 48_000;

/** How long an Opus recording is, by the position in its last page; 0 when that cannot be read. */
export const oggSeconds = async (content: AsyncIterable<Uint8Array>): Promise<number> => {
  let tail = Buffer.alloc(0);
  for await (const part of content) tail = Buffer.concat([tail, part]).subarray(-tailBytes);
  const page = tail.lastIndexOf('OggS');
  if (page < 0 || page + 14 > tail.length) return 0;
  const seconds = Number(tail.readBigInt64LE(page + 6)) / opusRate;
  return seconds > 0 && seconds < 36_000 ? Math.ceil(seconds) : 0;
};
