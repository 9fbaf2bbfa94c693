import type { Color } from '#contract/model/colors.ts';
import type { ChatView, WorkspaceView } from '#contract/ui/views.ts';

/** A line of the list. */
export type ChatRow =
  | { readonly type: 'workspace'; readonly key: string; readonly name: string; readonly color: Color | null }
  | { readonly type: 'chat'; readonly key: string; readonly chat: ChatView }
  | { readonly type: 'archive'; readonly key: string; readonly count: number; readonly isOpen: boolean };

const newestFirst = (a: ChatView, b: ChatView): number => (b.lastAt ?? 0) - (a.lastAt ?? 0);

/** Chats by workspace, the newest first; what is archived stands folded at the end. */
export const toRows = (chats: readonly ChatView[], workspaces: readonly WorkspaceView[], isArchiveOpen: boolean): ChatRow[] => {
  const sorted = [...chats].sort(newestFirst);
  const archived = sorted.filter((chat) => chat.archived);
  const colors = new Map(workspaces.map(({ id, color }) => [id, color]));
  const asRow = (chat: ChatView): ChatRow => ({ type: 'chat', key: chat.id, chat });
  const groups = Map.groupBy(
    sorted.filter((chat) => !chat.archived),
    (chat) => chat.workspaceId,
  );
  const rows: ChatRow[] = [...groups].flatMap(([id, group]) => [
    { type: 'workspace', key: id, name: group[0]?.workspace ?? '', color: colors.get(id) ?? null },
    ...group.map(asRow),
  ]);
  if (archived.length === 0) return rows;
  return [
    ...rows,
    { type: 'archive', key: 'archive', count: archived.length, isOpen: isArchiveOpen },
    ...(isArchiveOpen ? archived.map(asRow) : []),
  ];
};
