import { randomBytes } from 'node:crypto';
import type { Account } from './accounts.ts';
import type { Changes } from './changes.ts';
import { type Addressing, type Group, type Groups, groupNode, jidIn, memberNode, otherForm, type Rank } from './groups.ts';
import { type Node, node } from './nodes.ts';
import { seconds } from './pairing.ts';
import type { Queues } from './queues.ts';

export interface GroupChangePorts {
  readonly groups: Groups;
  readonly changes: Changes;
  readonly queues: Queues;
}

/** What happens to groups. Every linked device of everybody concerned is told, those who are gone too. */
export const createGroupChanges = ({ groups, queues, changes }: GroupChangePorts) => {
  const announce = (group: Group, actor: Account, viewers: Iterable<Account>, change: Node): void => {
    changes.tell();
    const attrs = {
      from: group.id,
      type: 'w:gp2',
      id: randomBytes(6).toString('hex'),
      t: seconds(),
      participant: jidIn(group.addressing, actor),
      ...otherForm(group.addressing, 'participant', actor),
      addressing_mode: group.addressing,
      notify: actor.name,
    };
    for (const viewer of viewers)
      for (const companion of viewer.companions.values()) queues.deliver(companion, node('notification', attrs, [change]));
  };
  const nodes = (group: Group, people: readonly Account[]): Node[] => people.map((account) => memberNode(group, account));

  const remove = (group: Group, actor: Account, people: readonly Account[]): void => {
    const before = [...group.members.keys()];
    const change = node('remove', {}, nodes(group, people));
    for (const account of people) {
      group.members.delete(account);
      account.groupKeys.renew(group.id);
    }
    for (const member of group.members.keys()) member.groupKeys.renew(group.id);
    announce(group, actor, before, change);
  };
  const setRank = (group: Group, actor: Account, people: readonly Account[], rank: Rank): void => {
    for (const account of people) group.members.set(account, rank);
    announce(group, actor, group.members.keys(), node(rank === 'admin' ? 'promote' : 'demote', {}, nodes(group, people)));
  };

  return {
    create(actor: Account, subject: string, people: readonly Account[], addressing: Addressing = 'lid'): Group {
      const group = groups.add(actor, subject, people, addressing);
      announce(
        group,
        actor,
        group.members.keys(),
        node('create', { type: 'new', key: randomBytes(8).toString('hex') }, [groupNode(group)]),
      );
      return group;
    },
    /** Who comes later is told of the whole group, the others of who came. */
    add(group: Group, actor: Account, people: readonly Account[]): void {
      const others = [...group.members.keys()].filter((m) => !people.includes(m));
      for (const account of people) group.members.set(account, 'member');
      announce(group, actor, others, node('add', {}, nodes(group, people)));
      announce(group, actor, people, node('create', {}, [groupNode(group)]));
    },
    remove,
    /** Somebody goes by their own will. */
    leave: (group: Group, who: Account): void => remove(group, who, [who]),
    promote: (group: Group, actor: Account, people: readonly Account[]): void => setRank(group, actor, people, 'admin'),
    demote: (group: Group, actor: Account, people: readonly Account[]): void => setRank(group, actor, people, 'member'),
    rename(group: Group, actor: Account, subject: string): void {
      group.subject = subject;
      group.subjectAt = Number(seconds());
      const by = jidIn(group.addressing, actor);
      announce(group, actor, group.members.keys(), node('subject', { subject, s_t: String(group.subjectAt), s_o: by }));
    },
  };
};
export type GroupChanges = ReturnType<typeof createGroupChanges>;
