import type { Color } from '#contract/model/colors.ts';
import type { ChatView, WorkspaceView } from '#contract/ui/views.ts';

/** A line of the list. */
export type ChatRow =
  | { readonly type: 'workspace'; readonly key: string; readonly name: string; readonly color: Color | null }
  | { readonly type: 'chat'; readonly key: string; readonly chat: ChatView }
  | { readonly type: 'archive'; readonly key: string; readonly count: number; readonly isOpen: boolean };

const newestFirst = (a: ChatView, b: ChatView): number => (b.lastAt ?? 0) - (a.lastAt ?? 0);

/** Workspaces in their own order, so that nothing moves under a hand; in each its chats, the newest first. What is archived stands folded at the end. */
export const toRows = (chats: readonly ChatView[], workspaces: readonly WorkspaceView[], isArchiveOpen: boolean): ChatRow[] => {
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
  if (archived.length === 0) return rows;
  return [
    ...rows,
    { type: 'archive', key: 'archive', count: archived.length, isOpen: isArchiveOpen },
    ...(isArchiveOpen ? archived.map(asRow) : []),
  ];
};
