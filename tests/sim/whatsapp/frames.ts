const header = Buffer.from([87, 65, 6, 3]);

/** Cuts the byte stream of a socket into frames (3 bytes length, then the body), after the introduction of the client. */
export const createFrameReader = () => {
  let rest = Buffer.alloc(0);
  let introduced = false;

  const takeIntroduction = (): boolean => {
    if (rest.length < 4) return false;
    if (rest.subarray(0, 2).toString() === 'ED') {
      if (rest.length < 7) return false;
      const routing = rest.readUIntBE(4, 3);
      if (rest.length < 7 + routing + 4) return false;
      rest = rest.subarray(7 + routing);
    }
    if (!rest.subarray(0, 4).equals(header)) throw new Error('this is not a client of WhatsApp Web');
    rest = rest.subarray(4);
    introduced = true;
    return true;
  };

  return {
    header,
    push(data: Uint8Array): Buffer[] {
      rest = Buffer.concat([rest, data]);
      if (!introduced && !takeIntroduction()) return [];
      const frames: Buffer[] = [];
      while (rest.length >= 3) {
        const size = rest.readUIntBE(0, 3);
        if (rest.length < 3 + size) break;
        frames.push(rest.subarray(3, 3 + size));
        rest = rest.subarray(3 + size);
      }
      return frames;
    },
  };
};

export const frameOf = (body: Uint8Array): Buffer => {
  const size = Buffer.alloc(3);
  size.writeUIntBE(body.length, 0, 3);
  return Buffer.concat([size, body]);
};
