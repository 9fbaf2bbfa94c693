import { AppError } from '#contract/errors.ts';
import { type Reason, reason } from '#contract/model/reason.ts';
import type { Message, Person, Workspace } from '#contract/model/records.ts';
import type { LinkChatView } from '#contract/ui/domains/links.ts';
import type { Command } from '../../commands/recognise.ts';
import type { ChatPeople } from '../../services/chat-people.ts';
import type { Store } from '../../store/store.ts';
import { linkChats } from '../../store/views/link-chats.ts';

type ChatCommand = Extract<Command, { kind: 'chats' } | { which: string }>;
interface Known {
  readonly chat: LinkChatView;
  readonly number: string;
}
const listed = 40;

/** `/chats`, `/open` and `/close`: what "Linked numbers" does, typed by the owner where nobody else reads. */
export const chatCommands = (store: Store, people: Pick<ChatPeople, 'open' | 'close'>) => {
  const admin = (): Workspace | undefined => store.workspaces.list().find((w) => w.isAdmin);
  const all = (): Known[] =>
    store.connections.list().flatMap(({ id, name }) => linkChats(store.db, id).map((chat) => ({ chat, number: name })));
  const find = (which: string): Known[] => {
    const wanted = which.toLowerCase();
    return all().filter(({ chat }) => chat.id === which || chat.name.toLowerCase() === wanted);
  };
  const one = (which: string): LinkChatView => {
    const found = find(which);
    if (found.length > 1)
      throw new AppError('chat-ambiguous', { name: which, ids: found.map(({ chat, number }) => `${chat.id} (${number})`).join(', ') });
    if (!found[0]) throw new AppError('chat-unknown', { name: which });
    return found[0].chat;
  };
  const workspaceName = (id: string | null): string => (id === null ? '' : (store.workspaces.byId(id)?.name ?? ''));
  /** "Made in China in home" names a workspace at its end; "Made in China" does not, unless there is one. */
  const wished = (which: string): { name: string; workspace: Workspace | undefined } => {
    const [, name, place] = /^(.+)\s+in\s+(.+?)$/i.exec(which) ?? [];
    const workspace = store.workspaces.list().find((w) => w.name.toLowerCase() === place?.toLowerCase());
    return name !== undefined && workspace ? { name, workspace } : { name: which, workspace: admin() };
  };

  const list = (): Reason => {
    const chats = all();
    const lines = chats.slice(0, listed).map(({ chat, number }) => {
      const state = chat.workspaceId === null ? 'not read' : `in ${workspaceName(chat.workspaceId)}`;
      return `${chat.name || chat.id}${chat.kind === 'group' ? ' (group)' : ''} · ${number} · ${chat.hasLeft ? 'left' : state}`;
    });
    const rest = chats.length > listed ? [`… and ${chats.length - listed} more`] : [];
    return reason('chat-list', { list: [...lines, ...rest].join('\n') || 'There are no chats yet.' });
  };

  return (message: Message, person: Person, command: ChatCommand): Reason => {
    const here = store.chats.byId(message.chatId);
    const workspace = admin();
    if (person.role !== 'owner') throw new AppError('not-allowed');
    if (!here || here.workspaceId !== workspace?.id || !store.chats.isPrivate(here.id))
      throw new AppError('admin-chat-only', { workspace: workspace?.name ?? '' });
    switch (command.kind) {
      case 'chats':
        return list();
      case 'open': {
        const { name, workspace: into } = wished(command.which);
        const chat = one(name);
        if (chat.workspaceId !== null) return reason('chat-open-already', { name: chat.name, workspace: workspaceName(chat.workspaceId) });
        people.open(chat.id, into?.id ?? '');
        return reason('chat-opened', { name: chat.name, workspace: into?.name ?? '' });
      }
      case 'close': {
        const chat = one(command.which);
        if (chat.workspaceId === null) return reason('chat-not-open', { name: chat.name });
        people.close(chat.id);
        return reason('chat-closed-now', { name: chat.name });
      }
    }
  };
};
