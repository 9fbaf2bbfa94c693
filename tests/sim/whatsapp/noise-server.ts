import { aesDecryptGCM, aesEncryptGCM, Curve, hkdf, proto, sha256, signedKeyPair } from '@whiskeysockets/baileys';

const mode = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
const nothing = Buffer.alloc(0);

const ivOf = (counter: number): Buffer => {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(counter, 8);
  return iv;
};

const hkdf64 = (data: Uint8Array, salt: Uint8Array): [Buffer, Buffer] => {
  const out = Buffer.from(hkdf(Buffer.from(data), 64, { salt: Buffer.from(salt), info: '' }));
  return [out.subarray(0, 32), out.subarray(32)];
};

/** The keys of both directions after the handshake; frames are counted, nothing else is mixed in. */
export interface Transport {
  readonly seal: (plain: Uint8Array) => Buffer;
  readonly open: (sealed: Uint8Array) => Buffer;
}
export interface Handshaken {
  readonly transport: Transport;
  readonly clientStatic: Buffer;
  readonly payload: proto.ClientPayload;
}

/** The responder's side of Noise XX as WhatsApp Web does it: `hello` answers the first message, `finish` takes the second. */
export const createResponder = (header: Buffer) => {
  let hash: Buffer = mode;
  let salt: Buffer = mode;
  let key: Buffer = mode;
  let counter = 0;
  let greeted = false;
  const ephemeral = Curve.generateKeyPair();
  const longTerm = Curve.generateKeyPair();

  const mixHash = (data: Uint8Array): void => {
    hash = sha256(Buffer.concat([hash, data]));
  };
  const mixKey = (shared: Uint8Array): void => {
    [salt, key] = hkdf64(shared, salt);
    counter = 0;
  };
  const seal = (plain: Uint8Array): Buffer => {
    const out = aesEncryptGCM(plain, key, ivOf(counter++), hash);
    mixHash(out);
    return out;
  };
  const open = (sealed: Uint8Array): Buffer => {
    const out = aesDecryptGCM(sealed, key, ivOf(counter++), hash);
    mixHash(sealed);
    return out;
  };
  mixHash(header);

  return {
    hello(message: Uint8Array): Buffer {
      const client = proto.HandshakeMessage.decode(message).clientHello?.ephemeral;
      if (!client) throw new Error('the client sent no hello');
      mixHash(client);
      mixHash(ephemeral.public);
      mixKey(Curve.sharedKey(ephemeral.private, client));
      const sealedStatic = seal(longTerm.public);
      mixKey(Curve.sharedKey(longTerm.private, client));
      const payload = seal(certificate());
      greeted = true;
      return Buffer.from(
        proto.HandshakeMessage.encode({ serverHello: { ephemeral: ephemeral.public, static: sealedStatic, payload } }).finish(),
      );
    },
    finish(message: Uint8Array): Handshaken {
      const finish = proto.HandshakeMessage.decode(message).clientFinish;
      if (!finish?.static || !finish.payload || !greeted) throw new Error('the client did not finish the handshake');
      const clientStatic = open(finish.static);
      mixKey(Curve.sharedKey(ephemeral.private, clientStatic));
      const payload = proto.ClientPayload.decode(open(finish.payload));
      const [fromClient, toClient] = hkdf64(nothing, salt);
      let read = 0;
      let written = 0;
      return {
        clientStatic,
        payload,
        transport: {
          seal: (plain) => aesEncryptGCM(plain, toClient, ivOf(written++), nothing),
          open: (sealed) => aesDecryptGCM(sealed, fromClient, ivOf(read++), nothing),
        },
      };
    },
  };
};
// The library checks the shape and the serial; the root key is WhatsApp's, so no signature here can be a real one.
const certificate = (): Uint8Array => {
  const root = Curve.generateKeyPair();
  const intermediate = Curve.generateKeyPair();
  const details = proto.CertChain.NoiseCertificate.Details;
  const intermediateDetails = details.encode({ serial: 1, issuerSerial: 0, key: intermediate.public }).finish();
  const leafDetails = details.encode({ serial: 2, issuerSerial: 1, key: signedKeyPair(intermediate, 1).keyPair.public }).finish();
  return proto.CertChain.encode({
    intermediate: { details: intermediateDetails, signature: Curve.sign(root.private, intermediateDetails) },
    leaf: { details: leafDetails, signature: Curve.sign(intermediate.private, leafDetails) },
  }).finish();
};
