import type { Starters, Trigger } from '#contract/model/trigger.ts';
import type { ChatPeopleView } from '#contract/ui/domains/people.ts';
import type { Db, Row } from '../open.ts';

const mostShown = 1_100;

/** When a message in this chat is meant for the assistant, as it was set or as it begins. */
export const triggerOf = (db: Db, chatId: string): Trigger => {
  const row = db.get('SELECT c.kind, c.trigger, n.mode FROM chats c JOIN connections n ON n.id = c.connection_id WHERE c.id = ?', chatId);
  return typeof row?.trigger === 'string'
    ? (JSON.parse(row.trigger) as Trigger)
    : { when: startsAlways(row) ? 'always' : 'addressed', names: null };
};
// To a number of the assistant's own people write because they mean it; in the owner's they write to the owner.
const startsAlways = (row: Row | undefined): boolean => row?.kind === 'self' || (row?.kind === 'direct' && row.mode !== 'own');

/** Who is in a registered chat beside the owner, and what they may. */
export const chatPeople = (db: Db, chatId: string): ChatPeopleView => {
  const chat = db.get('SELECT * FROM chats WHERE id = ?', chatId);
  const members = db
    .all(
      `SELECT p.id, p.name, p.role, m.may_start, m.is_admin FROM chat_members m JOIN persons p ON p.id = m.person_id WHERE m.chat_id = ? AND m.left_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM identities i WHERE i.person_id = p.id AND i.value = ? AND ? = 'group') ORDER BY p.name COLLATE NOCASE, p.id LIMIT ?`,
      chatId,
      String(chat?.chat_key),
      String(chat?.kind),
      mostShown,
    )
    .map((row) => ({
      id: String(row.id),
      name: String(row.name),
      isOwner: row.role === 'owner',
      isAdmin: row.is_admin === 1,
      mayStart: row.role === 'owner' || row.may_start === 1,
    }));
  return { trigger: triggerOf(db, chatId), starters: chat?.starters as Starters, members };
};

/** The accounts that are the owner's: those that are linked, and the numbers that were added. */
export const ownerAccounts = (db: Db, ownerId: string, channel: string): { keys: string[]; isLinked: boolean }[] => {
  const linked = new Set(
    db
      .all("SELECT self_keys FROM connections WHERE channel = ? AND mode = 'own' AND removed_at IS NULL", channel)
      .flatMap((row) => JSON.parse(String(row.self_keys)) as string[]),
  );
  const rows = db.all('SELECT value, contact FROM identities WHERE person_id = ? AND kind = ? ORDER BY rowid', ownerId, channel);
  return [...Map.groupBy(rows, (row) => String(row.contact ?? row.value)).values()].map((group) => {
    const keys = group.map((row) => String(row.value));
    return { keys, isLinked: keys.some((key) => linked.has(key)) };
  });
};
