import { randomBytes } from 'node:crypto';
import { aesDecryptCTR, aesDecryptGCM, aesEncryptCTR, Curve, derivePairingCodeKey, hkdf, hmacSign, proto } from '@whiskeysockets/baileys';
import { type Account, type Companion, lidJid, pnJid } from './accounts.ts';
import { bytesOf, childOf, type Node, node } from './nodes.ts';
import type { Session } from './session.ts';

const refsPerSession = 6;
let lastIndex = 0;

/** Shows a new client the codes of which one has to be scanned. */
export const offerPairing = (session: Session): void => {
  const refs = Array.from({ length: refsPerSession }, () => `2@${randomBytes(24).toString('base64')}`);
  session.pairing = { refs, code: null };
  session.send(
    node('iq', { from: 's.whatsapp.net', type: 'set', id: randomBytes(4).toString('hex'), xmlns: 'md' }, [
      node(
        'pair-device',
        {},
        refs.map((ref) => node('ref', {}, Buffer.from(ref))),
      ),
    ]),
  );
};

/** What a QR code says: which client shows it, and with which secret the phone signs. */
export const readQr = (qr: string): { ref: string; advSecret: Buffer } => {
  const parts = (qr.split('#')[1] ?? qr).split(',');
  const [ref, , , advSecret] = parts;
  if (!ref || !advSecret) throw new Error('this is no code of WhatsApp');
  return { ref, advSecret: Buffer.from(advSecret, 'base64') };
};

/** The phone has agreed: the client becomes a device of the account and is told to come again. */
export const completePairing = (session: Session, account: Account, advSecret: Buffer): Companion => {
  const data = session.payload.devicePairingData;
  if (!data?.eIdent || !data.eRegid || !data.eSkeyId || !data.eSkeyVal || !data.eSkeySig) throw new Error('the client sent no keys');
  const device = account.nextDevice++;
  const keyIndex = ++lastIndex;
  const details = proto.ADVDeviceIdentity.encode({ rawId: 1000 + keyIndex, timestamp: Math.floor(Date.now() / 1000), keyIndex }).finish();
  const message = Buffer.concat([Buffer.from([6, 0]), details, data.eIdent]);
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: account.phone.identity.public,
    accountSignature: Curve.sign(account.phone.identity.private, message),
  }).finish();
  const wrapped = proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac: hmacSign(Buffer.from(signed), advSecret) }).finish();
  const companion: Companion = {
    device,
    noiseKey: session.clientStatic,
    bundle: {
      registrationId: Buffer.from(data.eRegid).readUInt32BE(0),
      identity: data.eIdent,
      signedPreKey: { id: Buffer.from(data.eSkeyId).readUIntBE(0, 3), value: data.eSkeyVal, signature: data.eSkeySig },
    },
    preKeys: [],
    queue: new Map(),
    loggedInBefore: false,
    removed: false,
  };
  account.companions.set(device, companion);
  session.account = account;
  session.companion = companion;
  session.pairing = null;
  session.send(
    node('iq', { from: 's.whatsapp.net', type: 'set', id: randomBytes(4).toString('hex') }, [
      node('pair-success', {}, [
        node('device-identity', {}, wrapped),
        node('platform', { name: 'android' }),
        node('device', { jid: pnJid(account, device), lid: lidJid(account, device) }),
      ]),
    ]),
  );
  return companion;
};

/** The client asks for a code that is typed on the phone. */
export const beginCodePairing = (session: Session, iq: Node): Node => {
  const asked = childOf(iq, 'link_code_companion_reg');
  const ref = randomBytes(16);
  session.pairing = {
    refs: session.pairing?.refs ?? [],
    code: {
      phone: asked?.attrs.jid?.split('@')[0] ?? '',
      wrappedEphemeral: bytesOf(childOf(asked, 'link_code_pairing_wrapped_companion_ephemeral_pub')),
      ref,
      primaryEphemeral: null,
    },
  };
  return node('link_code_companion_reg', {}, [node('link_code_pairing_ref', {}, ref)]);
};

/** The code was typed on the phone: it proves its knowledge to the client. */
export const enterCode = async (session: Session, account: Account, code: string): Promise<void> => {
  const pairing = session.pairing?.code;
  if (!pairing) throw new Error('no client waits for a code');
  const own = Curve.generateKeyPair();
  pairing.primaryEphemeral = own;
  session.account = account;
  const salt = randomBytes(32);
  const iv = randomBytes(16);
  const wrapped = Buffer.concat([salt, iv, aesEncryptCTR(own.public, await derivePairingCodeKey(code, salt), iv)]);
  typedCodes.set(session, code);
  session.send(
    node('notification', { from: 's.whatsapp.net', type: 'link_code_companion_reg', id: randomBytes(4).toString('hex'), t: seconds() }, [
      node('link_code_companion_reg', { stage: 'primary_hello' }, [
        node('link_code_pairing_ref', {}, pairing.ref),
        node('primary_identity_pub', {}, Buffer.from(account.phone.identity.public)),
        node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
      ]),
    ]),
  );
};
const typedCodes = new WeakMap<Session, string>();

/** The client's answer to the typed code; the secret of both follows from it. Throws when the code was wrong. */
export const finishCodePairing = async (session: Session, iq: Node): Promise<Companion> => {
  const { account } = session;
  const pairing = session.pairing?.code;
  const code = typedCodes.get(session);
  if (!account || !pairing?.primaryEphemeral || code === undefined) throw new Error('no code was typed');
  const asked = childOf(iq, 'link_code_companion_reg');
  const { wrappedEphemeral } = pairing;
  const key = await derivePairingCodeKey(code, wrappedEphemeral.subarray(0, 32));
  const companionEphemeral = aesDecryptCTR(wrappedEphemeral.subarray(48), key, wrappedEphemeral.subarray(32, 48));
  const shared = Curve.sharedKey(pairing.primaryEphemeral.private, companionEphemeral);
  const bundle = bytesOf(childOf(asked, 'link_code_pairing_wrapped_key_bundle'));
  const bundleKey = hkdf(shared, 32, { salt: bundle.subarray(0, 32), info: 'link_code_pairing_key_bundle_encryption_key' });
  const plain = aesDecryptGCM(bundle.subarray(44), Buffer.from(bundleKey), bundle.subarray(32, 44), Buffer.alloc(0));
  const [identity, random] = [plain.subarray(0, 32), plain.subarray(64)];
  const identityShared = Curve.sharedKey(account.phone.identity.private, identity);
  const advSecret = hkdf(Buffer.concat([shared, identityShared, random]), 32, { info: 'adv_secret' });
  return completePairing(session, account, Buffer.from(advSecret));
};

export const seconds = (): string => String(Math.floor(Date.now() / 1000));
