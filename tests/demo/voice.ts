const sampleRate = 48_000;
const packetSamples = 960;
// 20 ms of silence in Opus: one frame of the widest band, mono.
const silence = Buffer.from([0xf8, 0xff, 0xfe]);

/** A recording as a phone makes one: so many seconds of silence, Opus in Ogg, playable. At most five seconds. */
export const voiceNote = (seconds: number): Buffer => {
  const packets = Array.from({ length: Math.min(250, Math.round((seconds * sampleRate) / packetSamples)) }, () => silence);
  return Buffer.concat([
    page(0, 2, 0, [Buffer.concat([Buffer.from('OpusHead'), Buffer.from([1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0])])]),
    page(1, 0, 0, [Buffer.concat([Buffer.from('OpusTags'), Buffer.from([4, 0, 0, 0]), Buffer.from('demo'), Buffer.alloc(4)])]),
    page(2, 4, packets.length * packetSamples, packets),
  ]);
};

/** `flags`: 2 the first page, 4 the last. Each packet has less than 255 bytes. */
const page = (number: number, flags: number, position: number, packets: readonly Buffer[]): Buffer => {
  const head = Buffer.alloc(27);
  head.write('OggS');
  head[5] = flags;
  head.writeBigInt64LE(BigInt(position), 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(number, 18);
  head[26] = packets.length;
  const whole = Buffer.concat([head, Buffer.from(packets.map((packet) => packet.length)), ...packets]);
  whole.writeUInt32LE(checksum(whole), 22);
  return whole;
};

const checksum = (bytes: Uint8Array): number => {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
};
