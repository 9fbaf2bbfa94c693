import type { GroupMetadata, GroupParticipant, WASocket } from '@whiskeysockets/baileys';
import type { ChannelChat, ChannelEvent, ChannelMember } from '#plugin-api';
import { bare, isPhoneNumber, userOf } from './ids.ts';
import { resolve, selfOf } from './people.ts';

export interface GroupsDeps {
  readonly push: (event: ChannelEvent) => void;
  readonly log: (text: string, error: unknown) => void;
  readonly now: () => number;
  /** Least time between two looks at all groups; what changes in between is told one by one. */
  readonly everyMs: number;
}
/** A change as the library tells it; with `participants` it is the whole group. */
export type GroupChange = { readonly id?: string } & Partial<GroupMetadata>;

const namesMax = 5_000;
const notThere = new Set([403, 404, 406, 410]);

/** The groups of one account: told to the host with their members, and known to the library, so that a post asks nothing. */
export const createGroups = (deps: GroupsDeps) => {
  const known = new Map<string, GroupMetadata>();
  const names = new Map<string, string>();
  let lookedAt = Number.NEGATIVE_INFINITY;

  const memberOf = async (sock: WASocket, p: GroupParticipant): Promise<ChannelMember> => {
    const { key, aliases } = await resolve(sock, p.id, p.phoneNumber ?? p.lid);
    const keys = [key, ...aliases];
    const number = keys.find(isPhoneNumber);
    const name = keys.map((k) => names.get(k)).find((n) => n !== undefined);
    return { keys, name: name ?? (number ? `+${userOf(number)}` : ''), isAdmin: p.admin === 'admin' || p.admin === 'superadmin' };
  };
  const tell = async (sock: WASocket, group: GroupMetadata): Promise<void> => {
    known.set(group.id, group);
    // Nobody writes into a community itself, only into its groups.
    if (group.isCommunity) return;
    const self = selfOf(sock).keys;
    const members = await Promise.all(group.participants.map((p) => memberOf(sock, p)));
    deps.push({
      ...chatEvent(group.id, group.subject ?? ''),
      members: members.filter(({ keys }) => !keys.some((key) => self.includes(key))),
    });
  };
  const left = (id: string): void => {
    known.delete(id);
    deps.push({ ...chatEvent(id, ''), hasLeft: true });
  };

  const look = async (sock: WASocket, id: string): Promise<void> => {
    known.delete(id);
    try {
      await tell(sock, await sock.groupMetadata(id));
    } catch (error) {
      const status = (error as { output?: { statusCode?: number } }).output?.statusCode;
      if (status !== undefined && notThere.has(status)) left(id);
      else deps.log('a group could not be looked at', error);
    }
  };

  return {
    /** For the library; missing after every change, until the group was looked at again. */
    cached: async (id: string): Promise<GroupMetadata | undefined> => known.get(id),
    look,
    /** All of them, unless that was done a moment ago. */
    async lookAtAll(sock: WASocket): Promise<void> {
      if (deps.now() - lookedAt < deps.everyMs) return;
      try {
        const all = Object.values(await sock.groupFetchAllParticipating());
        lookedAt = deps.now();
        for (const group of all) await tell(sock, group);
        deps.push({ type: 'groups', eventId: 'groups', chatKeys: all.map(({ id }) => id) });
      } catch (error) {
        deps.log('the groups could not be looked at', error);
      }
    },
    async changed(sock: WASocket, change: GroupChange): Promise<void> {
      if (change.id === undefined) return;
      if (change.participants) return tell(sock, change as GroupMetadata);
      await look(sock, change.id);
    },
    async membersChanged(sock: WASocket, o: { id: string; action: string; participants: readonly GroupParticipant[] }): Promise<void> {
      const self = selfOf(sock).keys;
      const isUs = o.participants.some((p) => [p.id, p.phoneNumber, p.lid].some((jid) => jid && self.includes(bare(jid))));
      if (isUs && o.action === 'remove') return left(o.id);
      await look(sock, o.id);
    },
    /** What somebody is called, in the owner's address book or by themselves. Kept for this run only. */
    named(jid: string, name: string): void {
      if (name === '') return;
      names.set(bare(jid), name);
      if (names.size > namesMax) for (const oldest of names.keys()) return void names.delete(oldest);
    },
  };
};

const chatEvent = (id: string, name: string): ChannelChat => ({ type: 'chat', eventId: `chat/${id}`, chatKey: id, kind: 'group', name });
