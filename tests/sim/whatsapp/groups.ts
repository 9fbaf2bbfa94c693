import { type Account, lidJid, pnJid } from './accounts.ts';
import { type Node, node } from './nodes.ts';

export type Rank = 'member' | 'admin' | 'superadmin';
export type Addressing = 'lid' | 'pn';
export interface Group {
  /** `<digits>@g.us` */
  readonly id: string;
  subject: string;
  readonly creator: Account;
  /** Seconds. */
  readonly createdAt: number;
  subjectAt: number;
  /** How its stanzas name the people. */
  readonly addressing: Addressing;
  readonly members: Map<Account, Rank>;
}

export const jidIn = (addressing: Addressing, account: Account, device = 0): string =>
  addressing === 'lid' ? lidJid(account, device) : pnJid(account, device);
/** The other name of the same person. */
export const otherJid = (addressing: Addressing, account: Account): string => jidIn(addressing === 'lid' ? 'pn' : 'lid', account);
/** The attributes that name the other form, `participant_pn` in a group of LIDs. */
export const otherForm = (addressing: Addressing, role: string, account: Account): Record<string, string> => ({
  [`${role}_${addressing === 'lid' ? 'pn' : 'lid'}`]: otherJid(addressing, account),
});

export const memberNode = (group: Group, account: Account): Node => {
  const rank = group.members.get(account) ?? 'member';
  const other = group.addressing === 'lid' ? 'phone_number' : 'lid';
  return node('participant', {
    jid: jidIn(group.addressing, account),
    [other]: otherJid(group.addressing, account),
    type: rank === 'member' ? undefined : rank,
  });
};

export const groupNode = (group: Group): Node =>
  node(
    'group',
    {
      id: group.id.split('@')[0],
      subject: group.subject,
      s_t: String(group.subjectAt),
      s_o: jidIn(group.addressing, group.creator),
      creation: String(group.createdAt),
      creator: jidIn(group.addressing, group.creator),
      creator_pn: pnJid(group.creator),
      size: String(group.members.size),
      addressing_mode: group.addressing,
    },
    [...group.members.keys()].map((account) => memberNode(group, account)),
  );

/** Every group there is. */
export const createGroups = () => {
  const all = new Map<string, Group>();
  let made = 0;
  return {
    add(creator: Account, subject: string, members: readonly Account[], addressing: Addressing): Group {
      const now = Math.floor(Date.now() / 1000);
      const group: Group = {
        id: `120363${String(++made).padStart(12, '0')}@g.us`,
        subject,
        creator,
        createdAt: now,
        subjectAt: now,
        addressing,
        members: new Map([[creator, 'superadmin'], ...members.filter((m) => m !== creator).map((m): [Account, Rank] => [m, 'member'])]),
      };
      all.set(group.id, group);
      return group;
    },
    /** By id, or by the name it has now. */
    find: (which: string): Group | undefined => all.get(which) ?? [...all.values()].find((g) => g.subject === which),
    must(which: string): Group {
      const group = this.find(which);
      if (!group) throw new Error(`no group is called ${which}`);
      return group;
    },
    of: (account: Account): Group[] => [...all.values()].filter((g) => g.members.has(account)),
  };
};
export type Groups = ReturnType<typeof createGroups>;
