/** What the first bytes of a client say about whom it means. `more`: not enough of them yet. */
export type FirstWords = { readonly kind: 'more' } | { readonly kind: 'other' } | { readonly kind: 'named'; readonly host: string | null };

const more: FirstWords = { kind: 'more' };
const other: FirstWords = { kind: 'other' };
const handshakeRecord = 0x16;
const clientHello = 1;
const serverName = 0;

/** The server name of a TLS ClientHello; null when it has none. */
export const readClientHello = (bytes: Buffer): FirstWords => {
  const handshake = handshakeOf(bytes);
  if (handshake === 'more') return more;
  if (handshake === null || (handshake.length > 0 && handshake[0] !== clientHello)) return other;
  if (handshake.length < 4) return more;
  const length = handshake.readUIntBE(1, 3);
  if (handshake.length < 4 + length) return more;
  try {
    return { kind: 'named', host: nameIn(handshake.subarray(4, 4 + length)) };
  } catch (error) {
    if (error instanceof RangeError) return other;
    throw error;
  }
};

/** The handshake's bytes, which may be spread over records; null when it is no handshake. */
const handshakeOf = (bytes: Buffer): Buffer | 'more' | null => {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] !== handshakeRecord) return parts.length === 0 ? null : Buffer.concat(parts);
    if (bytes.length < at + 5) break;
    if (bytes[at + 1] !== 3) return null;
    const length = bytes.readUInt16BE(at + 3);
    parts.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return parts.length === 0 ? 'more' : Buffer.concat(parts);
};

/** Throws RangeError when the hello is shorter than it says. */
const nameIn = (hello: Buffer): string | null => {
  let at = 2 + 32;
  at += 1 + hello.readUInt8(at);
  at += 2 + hello.readUInt16BE(at);
  at += 1 + hello.readUInt8(at);
  if (at >= hello.length) return null;
  const end = at + 2 + hello.readUInt16BE(at);
  at += 2;
  while (at + 4 <= end) {
    const type = hello.readUInt16BE(at);
    const length = hello.readUInt16BE(at + 2);
    if (type === serverName) {
      const nameLength = hello.readUInt16BE(at + 4 + 3);
      if (at + 4 + 5 + nameLength > hello.length) throw new RangeError('cut');
      return hello
        .subarray(at + 4 + 5, at + 4 + 5 + nameLength)
        .toString('latin1')
        .toLowerCase();
    }
    at += 4 + length;
  }
  return null;
};

/** The host that a plain HTTP request names; two of them are no request. */
export const readRequestHost = (bytes: Buffer): FirstWords => {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1');
  if (!/^[A-Z]{0,20}( |$)/.test(head.slice(0, 21))) return other;
  if (end < 0) return more;
  const [line = '', ...headers] = head.split('\r\n');
  if (!/^[A-Z]+ \S+ HTTP\/1\.[01]$/.test(line)) return other;
  const hosts = headers.filter((header) => /^host\s*:/i.test(header)).map((header) => header.slice(header.indexOf(':') + 1).trim());
  if (hosts.length > 1 || /^[A-Z]+ \w+:/.test(line)) return other;
  const host =
    hosts[0]
      ?.toLowerCase()
      .replace(/:\d+$/, '')
      .replace(/^\[|\]$/g, '') ?? null;
  return { kind: 'named', host };
};
