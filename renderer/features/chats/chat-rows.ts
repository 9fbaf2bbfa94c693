import type { Color } from '#contract/model/colors.ts';
import type { LinkChatView } from '#contract/ui/domains/links.ts';
import type { ChatView, WorkspaceView } from '#contract/ui/views.ts';

/** A line of the list. */
export type ChatRow =
  | { readonly type: 'workspace'; readonly key: string; readonly name: string; readonly color: Color | null }
  | { readonly type: 'chat'; readonly key: string; readonly chat: ChatView }
  | { readonly type: 'closed'; readonly key: string; readonly chats: readonly LinkChatView[]; readonly isOpen: boolean }
  | { readonly type: 'closed-chat'; readonly key: string; readonly chat: LinkChatView }
  | { readonly type: 'archive'; readonly key: string; readonly count: number; readonly isOpen: boolean };

const newestFirst = (a: ChatView, b: ChatView): number => (b.lastAt ?? 0) - (a.lastAt ?? 0);

export interface ListedChats {
  readonly chats: readonly ChatView[];
  readonly workspaces: readonly WorkspaceView[];
  /** Chats of linked numbers that are not read. */
  readonly closed?: readonly LinkChatView[];
  /** Which folds are open. */
  readonly open: { readonly archive: boolean; readonly closed: boolean };
}

/**
 * Workspaces in their own order, so that nothing moves under a hand; in each its chats, the newest first. What is not read
 * and what is archived stand folded at the end.
 */
export const toRows = ({ chats, workspaces, closed = [], open }: ListedChats): ChatRow[] => {
  const sorted = [...chats].sort(newestFirst);
  const archived = sorted.filter((chat) => chat.archived);
  const colors = new Map(workspaces.map(({ id, color }) => [id, color]));
  const asRow = (chat: ChatView): ChatRow => ({ type: 'chat', key: chat.id, chat });
  const groups = Map.groupBy(
    sorted.filter((chat) => !chat.archived),
    (chat) => chat.workspaceId,
  );
  // One that the list does not have yet comes last, by its name.
  const placeOf = (id: string): number => {
    const place = workspaces.findIndex((workspace) => workspace.id === id);
    return place === -1 ? workspaces.length : place;
  };
  const nameOf = (group: readonly ChatView[]): string => group[0]?.workspace ?? '';
  const rows: ChatRow[] = [...groups]
    .sort(([a, chatsOfA], [b, chatsOfB]) => placeOf(a) - placeOf(b) || nameOf(chatsOfA).localeCompare(nameOf(chatsOfB)))
    .flatMap(([id, group]) => [{ type: 'workspace', key: id, name: nameOf(group), color: colors.get(id) ?? null }, ...group.map(asRow)]);
  // One that was read once is in the list above.
  const unread = closed.filter(({ id }) => !chats.some((chat) => chat.id === id));
  if (unread.length > 0) rows.push({ type: 'closed', key: 'closed', chats: unread, isOpen: open.closed });
  if (open.closed) rows.push(...unread.map((chat) => ({ type: 'closed-chat' as const, key: chat.id, chat })));
  if (archived.length > 0) rows.push({ type: 'archive', key: 'archive', count: archived.length, isOpen: open.archive });
  if (open.archive) rows.push(...archived.map(asRow));
  return rows;
};
