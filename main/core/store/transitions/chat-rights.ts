import type { Starters, Trigger } from '#contract/model/trigger.ts';
import type { Db } from '../open.ts';

/** When a message there is meant for the assistant. */
export const setTrigger = (db: Db, chatId: string, trigger: Trigger): void => changed(db, chatId, 'trigger = ?', JSON.stringify(trigger));

/** Who may start turns beside the owner. Who may no longer is not answered any more, also for what they said before. */
export const setStarters = (db: Db, chatId: string, starters: Starters): void =>
  db.tx(() => {
    changed(db, chatId, 'starters = ?', starters);
    setAside(db, chatId);
  });

/** Chooses a member who is there, or takes that back. False when they are not there. */
export const setMayStart = (db: Db, o: { chatId: string; personId: string; may: boolean }): boolean =>
  db.tx(() => {
    const found = db.run(
      'UPDATE chat_members SET may_start = ? WHERE chat_id = ? AND person_id = ? AND left_at IS NULL',
      o.may ? 1 : 0,
      o.chatId,
      o.personId,
    );
    setAside(db, o.chatId);
    db.event({ topic: 'chat', entityId: o.chatId, chatId: o.chatId });
    return found === 1;
  });

const changed = (db: Db, chatId: string, set: string, value: string): void =>
  db.tx(() => {
    db.run(`UPDATE chats SET ${set} WHERE id = ?`, value, chatId);
    db.event({ topic: 'chat', entityId: chatId, chatId });
  });

const setAside = (db: Db, chatId: string): void =>
  void db.run(
    `UPDATE messages SET state = 'ignored', reason_code = 'not-allowed-here', reason_params = '{}', role_at_accept = 'unknown'
     WHERE chat_id = ?1 AND state IN ('received', 'queued') AND origin = 'human' AND role_at_accept = 'allowed'
     AND person_id IN (SELECT id FROM persons WHERE role = 'unknown')
     AND (SELECT starters FROM chats WHERE id = ?1) = 'chosen'
     AND NOT EXISTS (SELECT 1 FROM chat_members m WHERE m.chat_id = ?1 AND m.person_id = messages.person_id AND m.may_start = 1 AND m.left_at IS NULL)`,
    chatId,
  );
