import { type Reason, reason } from '#contract/model/reason.ts';
import type { AuditEntry } from '#contract/model/records.ts';
import { newId } from '../../base/ids.ts';
import { shownName } from '../../base/shown-name.ts';
import type { Db, Row } from '../open.ts';
import { endSending } from './close-chat.ts';
import { identify } from './identify.ts';

export interface SeenMember {
  readonly keys: readonly string[];
  readonly name: string;
  readonly isAdmin: boolean;
}
export interface SeenGroup {
  readonly connectionId: string;
  readonly chatKey: string;
  readonly name: string;
  /** Everybody beside the linked account; null when it is not known. */
  readonly members: readonly SeenMember[] | null;
}
type Record = (entry: AuditEntry) => void;

const namesShown = 8;

/**
 * A group as the network describes it. Only of a registered one are members kept; who came, who went and a new name are
 * then said in its thread. A name that the owner gave it here stays.
 */
export const noteGroup = (db: Db, g: SeenGroup, now: number, record?: Record): void =>
  db.tx(() => {
    const chat = groupAt(db, g.connectionId, g.chatKey);
    if (!chat || chat.registered_at === null) return;
    const chatId = String(chat.id);
    if (chat.left_at !== null) {
      db.run('UPDATE chats SET left_at = NULL WHERE id = ?', chatId);
      say(db, chat, reason('group-back'), now);
    }
    rename(db, chat, shownName(g.name), now);
    if (g.members) setMembers(db, chat, g.members, now, record);
  });

/** The account is not in the group any more. */
export const leaveGroup = (db: Db, g: { connectionId: string; chatKey: string }, now: number): void =>
  db.tx(() => {
    const chat = groupAt(db, g.connectionId, g.chatKey);
    if (!chat || chat.registered_at === null || chat.left_at !== null) return;
    db.run('UPDATE chats SET left_at = ? WHERE id = ?', now, String(chat.id));
    endSending(db, String(chat.id), 'chat-left');
    say(db, chat, reason('group-left'), now);
  });

/** Groups that a connection knows and that are not among these were left while nobody listened. */
export const leaveOtherGroups = (db: Db, connectionId: string, chatKeys: readonly string[], now: number): void => {
  const known = db.all(
    "SELECT chat_key FROM chats WHERE connection_id = ? AND kind = 'group' AND registered_at IS NOT NULL AND left_at IS NULL",
    connectionId,
  );
  for (const { chat_key: key } of known) if (!chatKeys.includes(String(key))) leaveGroup(db, { connectionId, chatKey: String(key) }, now);
};

const groupAt = (db: Db, connectionId: string, chatKey: string): Row | undefined =>
  db.get(
    "SELECT c.*, n.channel FROM chats c JOIN connections n ON n.id = c.connection_id WHERE c.connection_id = ? AND c.chat_key = ? AND c.kind = 'group'",
    connectionId,
    chatKey,
  );

const rename = (db: Db, chat: Row, name: string, now: number): void => {
  const before = chat.network_name === null ? String(chat.name) : String(chat.network_name);
  if (name === '' || name === before) return;
  db.run('UPDATE chats SET network_name = ?, name = iif(name = ?, ?, name) WHERE id = ?', name, before, name, String(chat.id));
  say(db, chat, reason('group-renamed', { from: before, to: name }), now);
};

const setMembers = (db: Db, chat: Row, members: readonly SeenMember[], now: number, record: Record | undefined): void => {
  const chatId = String(chat.id);
  const kind = String(chat.channel);
  const isOurs = ourKeys(db, kind);
  const before = db.all(
    'SELECT m.person_id, m.left_at, p.name, p.role FROM chat_members m JOIN persons p ON p.id = m.person_id WHERE m.chat_id = ?',
    chatId,
  );
  const standIn = db.get('SELECT person_id FROM identities WHERE kind = ? AND value = ?', kind, String(chat.chat_key))?.person_id;
  const isFirst = before.some((row) => row.person_id === standIn && row.left_at === null);
  const there = new Set(before.filter((row) => row.left_at === null).map((row) => String(row.person_id)));
  const present = new Map<string, string>();
  for (const member of members) {
    if (member.keys.length === 0 || member.keys.some(isOurs)) continue;
    const { person } = identify(db, { kind, keys: member.keys, name: member.name }, now, record);
    present.set(person.id, person.name);
    db.run(
      `INSERT INTO chat_members(chat_id, person_id, is_admin) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET left_at = NULL, is_admin = excluded.is_admin WHERE left_at IS NOT NULL OR is_admin <> excluded.is_admin`,
      chatId,
      person.id,
      member.isAdmin ? 1 : 0,
    );
  }
  // Who leaves and comes back by a link that goes around is not trusted again by itself.
  const gone = before
    .filter((row) => row.left_at === null && !present.has(String(row.person_id)))
    // Not one who turned out to be somebody else of them just now.
    .filter(
      ({ person_id: id }) =>
        db.run('UPDATE chat_members SET left_at = ?, may_start = 0 WHERE chat_id = ? AND person_id = ?', now, chatId, String(id)) === 1,
    );
  const came = [...present].filter(([id]) => !there.has(id));
  if (isFirst || (gone.length === 0 && came.length === 0)) return db.event({ topic: 'chat', entityId: chatId, chatId });
  if (came.length > 0) say(db, chat, reason('group-joined', { names: namesOf(came.map(([, name]) => name)) }), now);
  const goneNames = gone.filter((row) => row.person_id !== standIn && row.role !== 'owner').map((row) => String(row.name));
  if (goneNames.length > 0) say(db, chat, reason('group-parted', { names: namesOf(goneNames) }), now);
};

/** A number of the assistant's own that is in the group as well is nobody. */
const ourKeys = (db: Db, channel: string): ((key: string) => boolean) => {
  const rows = db.all("SELECT self_keys FROM connections WHERE channel = ? AND mode = 'assistant' AND removed_at IS NULL", channel);
  const keys = new Set(rows.flatMap((row) => JSON.parse(String(row.self_keys)) as string[]));
  return (key) => keys.has(key);
};

const namesOf = (names: readonly string[]): string => {
  const shown = names.slice(0, namesShown).map((name) => name || 'somebody');
  return names.length > namesShown ? `${shown.join(', ')} +${names.length - namesShown}` : shown.join(', ');
};

/** A line of the harness in the thread, sent nowhere. */
const say = (db: Db, chat: Row, why: Reason, now: number): void => {
  const [chatId, id] = [String(chat.id), newId('msg', now)];
  db.run(
    `INSERT INTO messages(id, chat_id, connection_id, session_id, external_key, origin, audience, state, reason_code, reason_params, text, sent_at, accepted_at)
     SELECT ?, id, connection_id, open_session_id, ?, 'harness', 'user', 'answered', ?, ?, '', ?, ? FROM chats WHERE id = ?`,
    id,
    `own:${id}`,
    why.code,
    JSON.stringify(why.params),
    now,
    now,
    chatId,
  );
  db.event({ topic: 'message', entityId: id, chatId, payload: { origin: 'harness' } });
  db.event({ topic: 'chat', entityId: chatId, chatId });
};
