import type { MessageView, ReactionView } from '#contract/ui/views.ts';
import type { Db, Row } from '../open.ts';

/** What people of a messenger did to a message; nothing of it for all others, at the cost of one look. */
export const changesOf = (db: Db, row: Row): Pick<MessageView, 'reactions' | 'versions' | 'isDeleted'> => {
  if (row.external_id === null) return {};
  const reactions = reactionsWhere(db, 'r.message_id = ?', String(row.id));
  const versions =
    row.edited_at === null
      ? []
      : db
          .all('SELECT text, at FROM message_versions WHERE message_id = ? ORDER BY version', String(row.id))
          .map((v) => ({ text: String(v.text), until: Number(v.at) }));
  return {
    ...(reactions.length > 0 ? { reactions } : {}),
    ...(versions.length > 0 ? { versions } : {}),
    ...(row.deleted_at === null ? {} : { isDeleted: true }),
  };
};

/** On the words with which a turn ended. */
export const reactionsOnTurn = (db: Db, turnId: string): { reactions?: ReactionView[] } => {
  const reactions = reactionsWhere(db, "m.turn_id = ? AND m.origin IN ('agent', 'harness')", turnId);
  return reactions.length > 0 ? { reactions } : {};
};

const reactionsWhere = (db: Db, where: string, value: string): ReactionView[] => {
  const rows = db.all(
    `SELECT r.emoji, p.name FROM message_reactions r JOIN messages m ON m.id = r.message_id JOIN persons p ON p.id = r.person_id WHERE ${where} ORDER BY r.at`,
    value,
  );
  return [...Map.groupBy(rows, (row) => String(row.emoji))].map(([emoji, by]) => ({ emoji, names: by.map((row) => String(row.name)) }));
};
