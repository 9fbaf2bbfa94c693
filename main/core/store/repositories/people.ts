import type { Person } from '#contract/model/records.ts';
import type { Db, Row } from '../open.ts';

const personOf = (row: Row): Person => ({ id: String(row.id), role: String(row.role) as Person['role'], name: String(row.name) });

export const createPeople = (db: Db) => ({
  /**
   * What somebody may in a chat: an owner everything, whoever was chosen there (or everybody, where that is set) may start and
   * steer turns. Closed for all others, and for those who left.
   */
  roleIn: (chatId: string, person: Person): Person['role'] => {
    if (person.role !== 'unknown') return person.role;
    const row = db.get(
      `SELECT 1 FROM chats c LEFT JOIN chat_members m ON m.chat_id = c.id AND m.person_id = ? AND m.left_at IS NULL
       WHERE c.id = ? AND (c.starters = 'everybody' OR m.may_start = 1)`,
      person.id,
      chatId,
    );
    return row ? 'allowed' : 'unknown';
  },
  get: (id: string): Person | null => {
    const row = db.get('SELECT * FROM persons WHERE id = ?', id);
    return row ? personOf(row) : null;
  },
  owner: (): Person => {
    const row = db.get("SELECT p.* FROM identities i JOIN persons p ON p.id = i.person_id WHERE i.kind = 'desktop' AND i.value = 'local'");
    if (!row) throw new Error('the owner is made at first start');
    return personOf(row);
  },
});
export type People = ReturnType<typeof createPeople>;
