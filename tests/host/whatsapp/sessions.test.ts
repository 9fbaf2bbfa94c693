import type { SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';
import { expect, it } from 'vitest';
import { createAuthStore } from '../../../plugins/whatsapp/auth-store.ts';
import { quietConsole } from '../../../plugins/whatsapp/quiet-console.ts';
import { loadVendor } from '../../../plugins/whatsapp/vendor.ts';
import { rowsInMemory } from '../../harness/rows-in-memory.ts';
import { createSignalDevice } from '../../sim/whatsapp/signal-device.ts';

// The library's own encryption on our store of keys, and beside it on a plain one, against a phone that does it as phones do.
quietConsole();
const vendor = await loadVendor();
const phoneJid = '777@lid';
const silent = { level: 'silent', child: () => silent, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

const storedKeys = () => createAuthStore(vendor, rowsInMemory()).stored(vendor.initAuthCreds());
const plainKeys = () => {
  const kept = new Map<string, unknown>();
  return {
    creds: vendor.initAuthCreds(),
    keys: {
      get: async (type: string, ids: string[]) => Object.fromEntries(ids.map((id) => [id, kept.get(`${type}/${id}`)])),
      set: async (data: object) => {
        for (const [type, values] of Object.entries(data))
          for (const [id, value] of Object.entries(values)) kept.set(`${type}/${id}`, structuredClone(value));
      },
    },
  } as unknown as ReturnType<typeof storedKeys>;
};

const talk = async ({ creds, keys }: ReturnType<typeof storedKeys>) => {
  const phone = createSignalDevice();
  const tx: SignalKeyStoreWithTransaction = vendor.addTransactionCapability(keys, silent, { maxCommitRetries: 1, delayBetweenTriesMs: 0 });
  const app = vendor.DEFAULT_CONNECTION_CONFIG.makeSignalRepository({ creds, keys: tx }, silent);
  const { update, preKeys } = await vendor.getNextPreKeys({ creds, keys: tx }, 3);
  Object.assign(creds, update);
  const oneTime = Object.entries(preKeys).map(([id, pair]) => ({ id: Number(id), value: pair.public }));
  const bundle = () => ({
    registrationId: creds.registrationId,
    identity: creds.signedIdentityKey.public,
    signedPreKey: {
      id: creds.signedPreKey.keyId,
      value: creds.signedPreKey.keyPair.public,
      signature: creds.signedPreKey.signature,
    },
    preKey: oneTime.shift() ?? null,
  });
  const fromPhone = (text: string) => phone.seal('me.1', Buffer.from(text), bundle);
  const fromApp = (text: string) => app.encryptMessage({ jid: phoneJid, data: Buffer.from(text) });
  const readByApp = async (m: Awaited<ReturnType<typeof fromPhone>>) =>
    String(Buffer.from(await app.decryptMessage({ jid: phoneJid, type: m.type, ciphertext: m.body })));
  const readByPhone = async (m: Awaited<ReturnType<typeof fromApp>>) => String(await phone.open('me.1', m.type, m.ciphertext));
  const beginAnew = () => {
    const b = phone.bundle();
    return app.injectE2ESession({
      jid: phoneJid,
      session: {
        registrationId: b.registrationId,
        identityKey: vendor.generateSignalPubKey(b.identity),
        signedPreKey: {
          keyId: b.signedPreKey.id,
          publicKey: vendor.generateSignalPubKey(b.signedPreKey.value),
          signature: b.signedPreKey.signature,
        },
        preKey: { keyId: b.preKey?.id ?? 0, publicKey: vendor.generateSignalPubKey(b.preKey?.value ?? new Uint8Array()) },
      },
    });
  };

  expect(await readByApp(await fromPhone('hello'))).toBe('hello');
  expect(await readByPhone(await fromApp('hi'))).toBe('hi');
  const onItsWay = await fromPhone('said before it knew of the new one');
  await beginAnew();
  expect(await readByPhone(await fromApp('in a new session'))).toBe('in a new session');
  expect(await readByApp(onItsWay)).toBe('said before it knew of the new one');
  return { fromApp, fromPhone, readByApp, readByPhone };
};

it('reads and is read after a message of an older session came late', async () => {
  const t = await talk(storedKeys());
  expect(await t.readByPhone(await t.fromApp('still readable'))).toBe('still readable');
  expect(await t.readByApp(await t.fromPhone('and back'))).toBe('and back');
  expect(await t.readByPhone(await t.fromApp('and on'))).toBe('and on');
});

it('needs that: with its keys stored as it gives them, the library then writes what no phone can read', async () => {
  const t = await talk(plainKeys());
  await expect(t.fromApp('lost').then(t.readByPhone)).rejects.toThrow(/Bad MAC|no session fits/);
});
