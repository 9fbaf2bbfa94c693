import type { HostClient } from '#contract/client/connect.ts';
import type { LinkChatView, LinkView } from '#contract/ui/domains/links.ts';
import type { OwnerNumberView } from '#contract/ui/domains/people.ts';
import { type Env, type Invocation, need, show, text, UsageError } from '../command.ts';

/** The chats of a linked number: known by name and time alone until they are opened. */
export const listChats = async (host: HostClient, env: Env, link: LinkView): Promise<number> => {
  const chats = await host.links.chats({ id: link.id });
  const workspaces = await host.workspaces.list();
  const stateOf = (c: LinkChatView): string => {
    if (c.workspaceId === null) return 'not read';
    return `in ${workspaces.find((w) => w.id === c.workspaceId)?.name ?? ''}${c.hasLeft ? ', not in the group any more' : ''}`;
  };
  show(env, chats, () =>
    chats.length === 0 ? ['No chats yet.'] : chats.map((c) => `${c.name || '(no name)'}   ${c.kind}   ${stateOf(c)}   ${c.id}`),
  );
  return 0;
};

export const openChat = async (host: HostClient, call: Invocation, which: string): Promise<number> => {
  const chat = await chatCalled(host, which);
  const wanted = text(call, 'workspace');
  const workspace = (await host.workspaces.list()).find((w) =>
    wanted === undefined ? w.isAdmin : w.name.toLowerCase() === wanted.toLowerCase(),
  );
  if (!workspace) throw new UsageError(`There is no workspace "${wanted ?? ''}".`);
  const done = await host.links.registerChat({ chatId: chat.id, workspaceId: workspace.id });
  show(call.env, done, () => [`${chat.name} is open in ${workspace.name}. You start turns there; others are read only.`]);
  return 0;
};

export const closeChat = async (host: HostClient, env: Env, which: string): Promise<number> => {
  const chat = await chatCalled(host, which);
  const done = await host.links.closeChat({ chatId: chat.id });
  show(env, done, () => [`${chat.name} is not read any more. What was kept stays.`]);
  return 0;
};

/** `link owner`, `link owner add NUMBER`, `link owner remove NUMBER`: from which numbers the owner writes. */
export const ownerNumbers = async (host: HostClient, call: Invocation): Promise<number> => {
  const [, what, number] = call.positionals;
  const channel = (await host.links.channels())[0]?.id;
  if (channel === undefined) throw new UsageError('There is no network to link to: the plugin is off.');
  if (what === undefined) return showOwners(call.env, await host.people.owners({ channel }));
  const given = need(number, 'NUMBER');
  if (what === 'add') return showOwners(call.env, await host.people.addOwner({ channel, number: given }));
  if (what !== 'remove') throw new UsageError(`There is no "link owner ${what}".`);
  const digits = given.replaceAll(/\D/g, '');
  const owner = (await host.people.owners({ channel })).find((o) => o.number.replaceAll(/\D/g, '') === digits || o.key === given);
  if (!owner) throw new UsageError(`${given} is not one of your numbers.`);
  return showOwners(call.env, await host.people.removeOwner({ channel, key: owner.key }));
};

const showOwners = (env: Env, owners: readonly OwnerNumberView[]): number => {
  show(env, owners, () =>
    owners.length === 0 ? ['No number is yours yet.'] : owners.map((o) => `${o.number || o.key}${o.isLinked ? '   linked' : ''}`),
  );
  return 0;
};

const chatCalled = async (host: HostClient, which: string): Promise<LinkChatView> => {
  const lists = await Promise.all((await host.links.list()).map(({ id }) => host.links.chats({ id })));
  const found = lists.flat().filter((c) => c.id === which || c.name.toLowerCase() === which.toLowerCase());
  const [first] = found;
  if (!first) throw new UsageError(`There is no chat with the name "${which}".`);
  if (found.length > 1)
    throw new UsageError(`Several chats are called "${which}". Give the id of one: ${found.map((c) => c.id).join(', ')}`);
  return first;
};
