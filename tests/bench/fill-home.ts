import { mkdirSync } from 'node:fs';
import { pathsIn } from '#core/base/paths.ts';
import { type Db, openDb } from '#core/store/open.ts';
import { seed } from '#core/store/transitions/seed.ts';

export interface Filled {
  readonly home: string;
  readonly chatIds: readonly string[];
  readonly messages: number;
}

const perTransaction = 20_000;
const words = ['invoice', 'garden', 'train', 'doctor', 'letter', 'bicycle', 'window', 'coffee', 'report', 'holiday', 'school', 'kitchen'];

/** Every second message has it. */
export const commonWord = 'common';
/** Two messages in 100,000 have it, beginning with the first. */
export const rareWord = 'xylophone';

/**
 * A home as years of use leave it, written by SQL in the real schema: `messages` messages in `chats` chats, half of them
 * questions and half answers, each pair one turn with its steps and its delivery.
 */
export const fillHome = (home: string, o: { messages: number; chats: number }): Filled => {
  const paths = pathsIn(home);
  mkdirSync(paths.home, { recursive: true, mode: 0o700 });
  const start = Date.UTC(2026, 0, 1);
  const db = openDb(paths.database, () => start);
  try {
    // Only here: a home that is not finished is thrown away.
    db.run('PRAGMA synchronous = OFF');
    seed(db, 'boot_fill', start);
    const place = placeIn(db, o.chats, start);
    const pairs = Math.floor(o.messages / 2);
    for (let from = 0; from < pairs; from += perTransaction)
      db.tx(() => {
        for (let n = from; n < Math.min(pairs, from + perTransaction); n++) writePair(db, place, { n, at: start + n * 30_000 });
      });
    db.run('PRAGMA synchronous = FULL');
    db.get('PRAGMA wal_checkpoint(TRUNCATE)');
    return { home, chatIds: place.chatIds, messages: pairs * 2 };
  } finally {
    db.close();
  }
};

interface Place {
  readonly chatIds: readonly string[];
  readonly workspaceId: string;
  readonly personId: string;
}

const placeIn = (db: Db, chats: number, at: number): Place => {
  const workspaceId = String(db.get('SELECT id FROM workspaces')?.id);
  const personId = String(db.get('SELECT id FROM persons')?.id);
  const chatIds = Array.from({ length: chats }, (_, i) => `chat_fill${i}`);
  db.tx(() => {
    chatIds.forEach((id, i) => {
      db.run(
        "INSERT INTO chats(id, connection_id, chat_key, name, last_at, registered_at, workspace_id, kind, open_session_id) VALUES (?, 'desktop', ?, ?, ?, ?, ?, 'direct', ?)",
        id,
        `key_fill${i}`,
        `Filled ${i}`,
        at,
        at,
        workspaceId,
        `ses_fill${i}`,
      );
      db.run('INSERT INTO sessions(id, chat_id, opened_at) VALUES (?, ?, ?)', `ses_old${i}`, id, at);
      db.run('UPDATE sessions SET closed_at = ? WHERE id = ?', at, `ses_old${i}`);
      db.run('INSERT INTO sessions(id, chat_id, parent_session_id, opened_at) VALUES (?, ?, ?, ?)', `ses_fill${i}`, id, `ses_old${i}`, at);
    });
  });
  return { chatIds, workspaceId, personId };
};

const textOf = (n: number): string => {
  const word = (k: number): string => words[(n * 7 + k * 5 + (n >> k)) % words.length] ?? '';
  return `${[1, 2, 3, 4, 5, 6, 7, 8].map(word).join(' ')} number ${n}`;
};

const writePair = (db: Db, place: Place, { n, at }: { n: number; at: number }): void => {
  const chat = n % place.chatIds.length;
  const chatId = place.chatIds[chat] ?? '';
  // What was said lies in a session that was closed: a long history, not a long prompt.
  const sessionId = `ses_old${chat}`;
  const seq = n * 2 + 1;
  const rare = n % 50_000 === 0 ? `${rareWord} ` : '';
  const [turnId, question, answer] = [`turn_fill${n}`, `msg_fill${seq}`, `msg_fill${seq + 1}`];
  db.run(
    `INSERT INTO messages(seq, id, chat_id, connection_id, session_id, external_key, person_id, origin, audience, role_at_accept, state, text, sent_at, accepted_at)
     VALUES (?, ?, ?, 'desktop', ?, ?, ?, 'human', 'both', 'owner', 'answered', ?, ?, ?)`,
    seq,
    question,
    chatId,
    sessionId,
    `client:fill${n}`,
    place.personId,
    `${rare}${textOf(n)}`,
    at,
    at,
  );
  db.run(
    "INSERT INTO turns(id, session_id, chat_id, workspace_id, kind, root_turn_id, authority_person_id, state, boot_id, after_seq, started, ended) VALUES (?, ?, ?, ?, 'message', ?, ?, 'done', 'boot_fill', ?, ?, ?)",
    turnId,
    sessionId,
    chatId,
    place.workspaceId,
    turnId,
    place.personId,
    seq,
    at,
    at + 900,
  );
  db.run('UPDATE messages SET turn_id = ? WHERE seq = ?', turnId, seq);
  db.run('INSERT INTO turn_messages(turn_id, message_seq, at_ord) VALUES (?, ?, 0)', turnId, seq);
  const said = `${commonWord} ${rare}${textOf(n + 1)}`;
  db.run(
    "INSERT INTO steps(id, turn_id, ord, kind, provider, model, state, usage, blocks, started, ended) VALUES (?, ?, 1, 'model', 'practice', 'practice', 'done', ?, ?, ?, ?)",
    `step_fill${n}`,
    turnId,
    JSON.stringify({ in: 10, out: 10, cacheRead: 0, cacheWrite: 0 }),
    JSON.stringify([{ type: 'text', text: said }]),
    at,
    at + 900,
  );
  db.run(
    "INSERT INTO steps(id, turn_id, ord, kind, parent_step_id, state, text, started, ended) VALUES (?, ?, 2, 'text', ?, 'done', ?, ?, ?)",
    `text_fill${n}`,
    turnId,
    `step_fill${n}`,
    said,
    at,
    at + 900,
  );
  db.run(
    `INSERT INTO messages(seq, id, chat_id, connection_id, session_id, external_key, origin, audience, state, turn_id, text, sent_at, accepted_at)
     VALUES (?, ?, ?, 'desktop', ?, ?, 'agent', 'both', 'answered', ?, ?, ?, ?)`,
    seq + 1,
    answer,
    chatId,
    sessionId,
    `own:final:${answer}`,
    turnId,
    said,
    at + 900,
    at + 900,
  );
  db.run(
    "INSERT INTO deliveries(id, chat_id, connection_id, op, external_id, source_kind, source_id, part, parts, payload, state, created_at, sent_at) VALUES (?, ?, 'desktop', 'post', ?, 'turn', ?, 1, 1, ?, 'delivered', ?, ?)",
    `dlv_fill${n}`,
    chatId,
    `out_fill${n}`,
    turnId,
    JSON.stringify({ text: said, messageId: answer }),
    at + 900,
    at + 900,
  );
};
