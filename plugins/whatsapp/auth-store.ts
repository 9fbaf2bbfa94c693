import type { AuthenticationCreds, AuthenticationState, SignalDataTypeMap } from '@whiskeysockets/baileys';
import { bare } from './ids.ts';
import type { Rows } from './rows.ts';
import { withoutFailedTries } from './sessions.ts';
import type { Vendor } from './vendor.ts';

const credsKey = 'creds';
const endedKey = 'ended';
const selfKey = 'self';
const keyOf = (type: string, id: string): string => `key/${type}/${id}`;

export type Stored =
  | { readonly kind: 'linked'; readonly creds: AuthenticationCreds }
  /** Never linked, or the link has ended: then `ended` says how. */
  | { readonly kind: 'none'; readonly ended: string | null }
  | { readonly kind: 'locked' };

/**
 * The identity of a linked device. What cannot be read counts as "link again", never as a new identity; a new one is only
 * made for a pairing, lives in memory until the phone has agreed, and then replaces the old one in one commit.
 */
export const createAuthStore = (vendor: Vendor, rows: Rows) => {
  const { BufferJSON, initAuthCreds, proto } = vendor;
  const write = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);
  const read = (text: string): unknown => JSON.parse(text, BufferJSON.reviver);

  const rowOf = (type: string, id: string): unknown => {
    const text = rows.get(keyOf(type, id));
    if (text === null) return null;
    const value = read(text);
    return type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value as object) : value;
  };
  const mended = (type: string, id: string, value: unknown): unknown =>
    type === 'session' ? withoutFailedTries(() => rowOf(type, id), value) : value;
  const rowsIn = (data: object): [string, string | null][] =>
    Object.entries(data).flatMap(([type, values]) =>
      Object.entries((values ?? {}) as Record<string, unknown>).map(([id, value]): [string, string | null] => [
        keyOf(type, id),
        value === null || value === undefined ? null : write(mended(type, id, value)),
      ]),
    );

  // A socket that was cut still finishes what it was at. Its keys would undo what the present one has stored, or belong to an
  // identity that is gone.
  let present = 0;
  const stateOf = (
    creds: AuthenticationCreds,
    isStored: () => boolean,
    early: Map<string, string | null>,
    mine: number,
  ): AuthenticationState => ({
    creds,
    keys: {
      get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
        const found: { [id: string]: SignalDataTypeMap[T] } = {};
        for (const id of ids) {
          const text = early.get(keyOf(type, id));
          const value = isStored() ? rowOf(type, id) : typeof text === 'string' ? read(text) : null;
          if (value !== null) found[id] = value as SignalDataTypeMap[T];
        }
        return found;
      },
      // One commit for everything in it: the library sends what depends on it as soon as this returns.
      set(data) {
        if (mine !== present) return;
        const put = rowsIn(data);
        if (isStored()) rows.commit(put);
        else for (const [key, value] of put) early.set(key, value);
      },
    },
  });

  return {
    load(): Stored {
      let text: string | null;
      try {
        const ended = rows.get(endedKey);
        if (ended !== null) return { kind: 'none', ended };
        text = rows.get(credsKey);
      } catch (error) {
        return isLocked(error) ? { kind: 'locked' } : { kind: 'none', ended: 'link-keys-unreadable' };
      }
      if (text === null) return { kind: 'none', ended: null };
      try {
        const creds = read(text) as AuthenticationCreds;
        if (creds.account && creds.me?.id && creds.noiseKey) return { kind: 'linked', creds };
      } catch {
        // Half a value is as good as none.
      }
      return { kind: 'none', ended: 'link-keys-unreadable' };
    },
    /** The state of the linked device; every change of it is durable at once. */
    stored: (creds: AuthenticationCreds): AuthenticationState => stateOf(creds, () => true, new Map(), ++present),
    /** A new identity in memory. `keep` makes it the stored one. */
    async fresh() {
      // Before the wait: a connection that begins in it is the present one.
      const mine = ++present;
      const old = await rows.list('key/');
      const creds = initAuthCreds();
      const early = new Map<string, string | null>();
      let kept = false;
      return {
        state: stateOf(creds, () => kept, early, mine),
        isKept: () => kept,
        // Synchronous: nobody waits for what the library tells about its credentials.
        keep(): void {
          const put = new Map<string, string | null>(old.map((key) => [key, null]));
          for (const [key, value] of early) put.set(key, value);
          rows.commit([...put, [credsKey, write(creds)], [endedKey, null]]);
          kept = true;
        },
      };
    },
    saveCreds: (creds: AuthenticationCreds): void => rows.commit([[credsKey, write(creds)]]),
    /** Whether it is the account that was linked before, by its number or, when that has changed, by its LID; a first one always is. */
    isExpectedSelf(me: Me): boolean {
      const before = rows.get(selfKey)?.split(' ') ?? [];
      return before.length === 0 || usersOf(me).some((user) => before.includes(user));
    },
    /** Survives the end of a link, so that another account is noticed. */
    rememberSelf: (me: Me): void => rows.commit([[selfKey, usersOf(me).join(' ')]]),
    /** The keys are worthless: away with them. Why is remembered. */
    async wipe(ended: string | null): Promise<void> {
      present += 1;
      const keys = await rows.list('key/');
      rows.commit([...keys.map((key): [string, null] => [key, null]), [credsKey, null], [endedKey, ended]]);
    },
    /** Nothing of the connection stays. */
    async forget(): Promise<void> {
      present += 1;
      rows.commit((await rows.list('')).map((key): [string, null] => [key, null]));
    },
  };
};
export type AuthStore = ReturnType<typeof createAuthStore>;

type Me = AuthenticationCreds['me'];
// A number and a LID may be the same digits.
const usersOf = (me: Me): string[] => [me?.id, me?.lid].flatMap((jid) => (jid ? [bare(jid)] : []));

const isLocked = (error: unknown): boolean => error instanceof Error && (error as { code?: unknown }).code === 'vault-locked';
