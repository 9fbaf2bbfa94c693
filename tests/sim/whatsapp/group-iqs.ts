import type { Account, Accounts } from './accounts.ts';
import type { GroupChanges } from './group-changes.ts';
import { type Group, type Groups, groupNode, jidIn } from './groups.ts';
import { childOf, childrenOf, type Node, node } from './nodes.ts';

export interface GroupIqPorts {
  readonly accounts: Accounts;
  readonly groups: Groups;
  readonly groupChanges: GroupChanges;
}

/** What the server says to a linked device that asks about groups or changes them; an `<error>` when it may not. */
export const answerGroupIq = (asking: Account, iq: Node, ports: GroupIqPorts): Node => {
  const { to = '', type } = iq.attrs;
  if (childOf(iq, 'participating')) return node('groups', {}, ports.groups.of(asking).map(groupNode));
  if (type === 'set' && to === '@g.us') return atLarge(asking, iq, ports);
  const group = ports.groups.find(to);
  if (!group) return refused('404', 'item-not-found');
  if (!group.members.has(asking)) return refused('403', 'forbidden');
  return type === 'set' ? changed(asking, group, iq, ports) : groupNode(group);
};

const atLarge = (asking: Account, iq: Node, { accounts, groups, groupChanges }: GroupIqPorts): Node => {
  const create = childOf(iq, 'create');
  if (create) return groupNode(groupChanges.create(asking, create.attrs.subject ?? '', peopleOf(create, accounts)));
  const left = childOf(childOf(iq, 'leave'), 'group');
  const group = groups.find(left?.attrs.id ?? '');
  if (!group?.members.has(asking)) return refused('404', 'item-not-found');
  groupChanges.leave(group, asking);
  return node('leave', {}, [node('group', { id: group.id })]);
};

const changed = (asking: Account, group: Group, iq: Node, { accounts, groupChanges }: GroupIqPorts): Node => {
  if (group.members.get(asking) === 'member') return refused('403', 'forbidden');
  const subject = childOf(iq, 'subject');
  if (subject) {
    groupChanges.rename(group, asking, Buffer.from((subject.content ?? '') as string | Uint8Array).toString());
    return subject;
  }
  for (const what of ['add', 'remove', 'promote', 'demote'] as const) {
    const change = childOf(iq, what);
    if (!change) continue;
    const people = peopleOf(change, accounts);
    groupChanges[what](group, asking, people);
    return node(
      what,
      {},
      people.map((account) => node('participant', { jid: jidIn(group.addressing, account) })),
    );
  }
  return refused('501', 'feature-not-implemented');
};

const peopleOf = (list: Node, accounts: Accounts): Account[] =>
  childrenOf(list, 'participant').flatMap((p) => accounts.find(p.attrs.jid ?? '') ?? []);
const refused = (code: string, text: string): Node => node('error', { code, text });
