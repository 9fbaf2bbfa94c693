import {
  GroupCipher,
  GroupSessionBuilder,
  SenderKeyDistributionMessage,
  SenderKeyName,
  SenderKeyRecord,
} from '@whiskeysockets/baileys/lib/Signal/Group/index.js';

const own = 'own.0';

/** The sender keys of one phone: its own of each group, and those of the devices that write there. One thing at a time. */
export const createGroupKeys = () => {
  const records = new Map<string, SenderKeyRecord>();
  const given = new Map<string, Set<string>>();
  let line: Promise<unknown> = Promise.resolve();

  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const done = line.then(work, work);
    line = done.catch(() => undefined);
    return done;
  };
  const store = {
    loadSenderKey: async (name: SenderKeyName) => records.get(name.toString()) ?? new SenderKeyRecord(),
    storeSenderKey: async (name: SenderKeyName, record: SenderKeyRecord) => void records.set(name.toString(), record),
  };
  const nameOf = (group: string, peer: string): SenderKeyName => {
    const at = peer.lastIndexOf('.');
    return new SenderKeyName(group, { id: peer.slice(0, at), deviceId: Number(peer.slice(at + 1)), toString: () => peer });
  };

  return {
    /** What another device needs to read what this phone writes in a group from now on. */
    distribution: (group: string): Promise<Uint8Array> =>
      inLine(async () => (await new GroupSessionBuilder(store).create(nameOf(group, own))).serialize()),
    seal: (group: string, plain: Uint8Array): Promise<Uint8Array> =>
      inLine(() => new GroupCipher(store, nameOf(group, own)).encrypt(plain)),
    /** `peer` is `<account>.<device>`. */
    take: (group: string, peer: string, distribution: Uint8Array): Promise<void> =>
      inLine(() =>
        new GroupSessionBuilder(store).process(nameOf(group, peer), new SenderKeyDistributionMessage(null, null, null, null, distribution)),
      ),
    has: (group: string, peer: string): boolean => records.has(nameOf(group, peer).toString()),
    open: (group: string, peer: string, body: Uint8Array): Promise<Uint8Array> =>
      inLine(() => new GroupCipher(store, nameOf(group, peer)).decrypt(body)),
    /** Whom the phone has told its key of a group. */
    givenTo(group: string): Set<string> {
      const told = given.get(group) ?? new Set();
      given.set(group, told);
      return told;
    },
    /** Somebody has left: a new key is made, and told to those who are there. */
    renew(group: string): void {
      records.delete(nameOf(group, own).toString());
      given.delete(group);
    },
  };
};
export type GroupKeys = ReturnType<typeof createGroupKeys>;
