import { Curve, generateSignalPubKey, type SignedKeyPair, signedKeyPair } from '@whiskeysockets/baileys';
import * as libsignal from 'libsignal';

/** What another device needs to begin a session with this one. */
export interface Bundle {
  readonly registrationId: number;
  readonly identity: Uint8Array;
  readonly signedPreKey: { readonly id: number; readonly value: Uint8Array; readonly signature: Uint8Array };
  readonly preKey: { readonly id: number; readonly value: Uint8Array } | null;
}
export interface Sealed {
  readonly type: 'pkmsg' | 'msg';
  readonly body: Buffer;
}

/** The Signal side of one device: sessions with every peer, real keys, all in memory. One thing at a time: sessions do not bear two. */
export const createSignalDevice = () => {
  const identity = Curve.generateKeyPair();
  const signed: SignedKeyPair = signedKeyPair(identity, 1);
  const registrationId = 1 + Math.floor(Math.random() * 16_000);
  const preKeys = new Map<number, { public: Uint8Array; private: Uint8Array }>();
  const sessions = new Map<string, StoredSessions>();
  let nextPreKey = 1;
  let line: Promise<unknown> = Promise.resolve();

  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const done = line.then(work, work);
    line = done.catch(() => undefined);
    return done;
  };
  const storage: libsignal.SignalStorage = {
    loadSession: async (id) => recordOf(sessions.get(id)),
    storeSession: async (id, record) => void sessions.set(id, storedOf(record)),
    isTrustedIdentity: () => true,
    loadPreKey: async (id) => {
      const pair = preKeys.get(Number(id));
      return pair && { privKey: Buffer.from(pair.private), pubKey: Buffer.from(pair.public) };
    },
    removePreKey: (id) => void preKeys.delete(Number(id)),
    loadSignedPreKey: () => ({ privKey: Buffer.from(signed.keyPair.private), pubKey: Buffer.from(signed.keyPair.public) }),
    getOurRegistrationId: () => registrationId,
    getOurIdentity: () => ({ privKey: Buffer.from(identity.private), pubKey: Buffer.from(generateSignalPubKey(identity.public)) }),
  };
  const addressOf = (peer: string) => new libsignal.ProtocolAddress(...splitPeer(peer));
  // The library lets every session that it tries take the step of the message, also those that it does not fit, and they can
  // read nothing more after that. A phone tries each on a copy.
  const openWithAny = async (address: libsignal.ProtocolAddress, body: Uint8Array): Promise<Buffer> => {
    const id = address.toString();
    const all = sessions.get(id);
    for (const [key, session] of Object.entries(all?._sessions ?? {})) {
      let alone: StoredSessions = { version: all?.version ?? '', _sessions: { [key]: session } };
      const one: libsignal.SignalStorage = {
        ...storage,
        loadSession: async () => recordOf(alone),
        storeSession: async (_, record) => {
          alone = storedOf(record);
        },
      };
      const plain = await new libsignal.SessionCipher(one, address).decryptWhisperMessage(body).catch(() => null);
      if (plain === null) continue;
      sessions.set(id, { ...alone, _sessions: { ...all?._sessions, ...alone._sessions } });
      return plain;
    }
    throw new Error('no session fits the message');
  };

  return {
    identity,
    registrationId,
    /** A bundle with a fresh one-time key. */
    bundle(): Bundle {
      const id = nextPreKey++;
      const pair = Curve.generateKeyPair();
      preKeys.set(id, pair);
      return {
        registrationId,
        identity: identity.public,
        signedPreKey: { id: signed.keyId, value: signed.keyPair.public, signature: signed.signature },
        preKey: { id, value: pair.public },
      };
    },
    /** `peer` is `<account>.<device>`. `begin` is asked for a bundle when there is no session yet, or when `anew`. */
    seal: (peer: string, plain: Uint8Array, begin: () => Bundle, anew = false): Promise<Sealed> =>
      inLine(async () => {
        const address = addressOf(peer);
        if (anew || !recordOf(sessions.get(address.toString()))?.haveOpenSession()) {
          const b = begin();
          await new libsignal.SessionBuilder(storage, address).initOutgoing({
            registrationId: b.registrationId,
            identityKey: generateSignalPubKey(b.identity),
            signedPreKey: {
              keyId: b.signedPreKey.id,
              publicKey: generateSignalPubKey(b.signedPreKey.value),
              signature: b.signedPreKey.signature,
            },
            // Without a one-time key the session begins with the signed one alone.
            preKey: (b.preKey ? { keyId: b.preKey.id, publicKey: generateSignalPubKey(b.preKey.value) } : undefined) as never,
          });
        }
        const { type, body } = await new libsignal.SessionCipher(storage, address).encrypt(plain);
        return { type: type === 3 ? 'pkmsg' : 'msg', body: Buffer.from(body, 'binary') };
      }),
    open: (peer: string, type: string, body: Uint8Array): Promise<Buffer> =>
      inLine(async () => {
        if (type !== 'pkmsg') return openWithAny(addressOf(peer), body);
        return new libsignal.SessionCipher(storage, addressOf(peer)).decryptPreKeyWhisperMessage(body);
      }),
    forget: (peer: string): void => void sessions.delete(addressOf(peer).toString()),
  };
};
export type SignalDevice = ReturnType<typeof createSignalDevice>;

interface StoredSessions {
  readonly version: string;
  readonly _sessions: Readonly<Record<string, unknown>>;
}
// The library's types say bytes; it is an object of texts.
const storedOf = (record: libsignal.SessionRecord): StoredSessions => record.serialize() as unknown as StoredSessions;
const recordOf = (stored: StoredSessions | undefined): libsignal.SessionRecord | undefined =>
  stored && libsignal.SessionRecord.deserialize(structuredClone(stored) as never);

const splitPeer = (peer: string): [string, number] => {
  const at = peer.lastIndexOf('.');
  return [peer.slice(0, at), Number(peer.slice(at + 1))];
};
