import type { LinkChatView } from '#contract/ui/domains/links.ts';
import type { Db } from '../open.ts';
import { unreachable } from '../transitions/moved-number.ts';

const longest = 500;

/** The chats of a linked number that may be opened or closed, the latest first. */
export const linkChats = (db: Db, connectionId: string): LinkChatView[] =>
  db
    .all(
      'SELECT id, name, kind, last_at, left_at, iif(closed_at IS NULL, workspace_id, NULL) AS workspace_id FROM chats WHERE connection_id = ? AND removed_at IS NULL AND chat_key <> ? || id ORDER BY coalesce(last_at, 0) DESC LIMIT ?',
      connectionId,
      unreachable,
      longest,
    )
    .map((row) => ({
      id: String(row.id),
      name: String(row.name),
      kind: row.kind === 'self' || row.kind === 'group' ? row.kind : 'direct',
      lastAt: row.last_at === null || row.last_at === undefined ? null : Number(row.last_at),
      workspaceId: row.workspace_id === null || row.workspace_id === undefined ? null : String(row.workspace_id),
      hasLeft: row.left_at !== null,
    }));
