import type { Attachment, SentFile } from '#contract/model/files.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { Audience, Origin } from '#contract/model/states.ts';
import { attachFiles } from '../blob-refs.ts';
import type { Db } from '../open.ts';
import { answered, nextEditAt } from './placeholder.ts';

export interface Post {
  readonly messageId: string;
  readonly chatId: string;
  readonly origin: Extract<Origin, 'agent' | 'harness'>;
  readonly audience: Audience;
  readonly text: string;
  /** Harness messages have a reason and no text: the sentence is made at the edge. */
  readonly reason: Reason | null;
  readonly turnId: string | null;
  /** `final` marks the one answer of a turn. */
  readonly role: 'final' | 'notice' | 'extra';
  /** One per part, reserved before the transaction. */
  readonly parts: readonly {
    readonly deliveryId: string;
    readonly externalId: string;
    readonly text: string;
    readonly files?: readonly SentFile[];
  }[];
  /** Files of the workspace that it shows. */
  readonly attachments?: readonly Attachment[];
  readonly source: { readonly kind: 'turn' | 'message' | 'ask' | 'notice' | 'emergency'; readonly id: string };
  /** The placeholder that a single part takes the place of. */
  readonly over?: string | null;
}

// Built-in connections have no network: what is stored there has arrived.
const builtIn = new Set(['desktop', 'cli', 'scheduler']);

/** Our own words in a chat: one message and one delivery per part, in the caller's transaction. Returns the seq. */
export const post = (db: Db, p: Post, now: number): number => {
  const chat = db.get('SELECT connection_id, open_session_id, workspace_id FROM chats WHERE id = ?', p.chatId);
  if (!chat) throw new Error(`no chat ${p.chatId}`);
  const connectionId = String(chat.connection_id);
  const sessionId = p.turnId
    ? String(db.get('SELECT session_id FROM turns WHERE id = ?', p.turnId)?.session_id)
    : String(chat.open_session_id);
  const key = p.role === 'final' ? `own:final:${p.messageId}` : `own:${p.messageId}`;
  db.run(
    `INSERT INTO messages(id, chat_id, connection_id, session_id, external_key, origin, audience, state, reason_code, reason_params, turn_id, text, sent_at, accepted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'answered', ?, ?, ?, ?, ?, ?)`,
    p.messageId,
    p.chatId,
    connectionId,
    sessionId,
    key,
    p.origin,
    p.audience,
    p.reason?.code ?? null,
    p.reason ? JSON.stringify(p.reason.params) : null,
    p.turnId,
    p.text,
    now,
    now,
  );
  const seq = Number(db.get('SELECT seq FROM messages WHERE id = ?', p.messageId)?.seq);
  if (p.attachments) {
    attachFiles(db, { chatId: p.chatId, messageId: p.messageId, workspaceId: String(chat.workspace_id), files: p.attachments });
    db.run("DELETE FROM blob_refs WHERE owner_kind = 'call' AND owner_id = ?", p.source.id);
  }
  deliver(db, p, now);
  db.run('UPDATE chats SET last_at = ? WHERE id = ?', now, p.chatId);
  db.event({ topic: 'message', entityId: p.messageId, chatId: p.chatId, payload: { origin: p.origin } });
  return seq;
};

/** One delivery per part, in the caller's transaction. Those of a message are found by it. */
export const deliver = (
  db: Db,
  p: Pick<Post, 'chatId' | 'parts' | 'source' | 'over'> & { readonly messageId?: string; readonly turnId?: string | null },
  now: number,
): void => {
  const chat = db.get(
    'SELECT c.connection_id, c.kind, n.channel FROM chats c JOIN connections n ON n.id = c.connection_id WHERE c.id = ?',
    p.chatId,
  );
  if (!chat) throw new Error(`no chat ${p.chatId}`);
  const state = builtIn.has(String(chat.channel)) ? 'delivered' : 'queued';
  const over = p.over ?? null;
  const quote = over === null && p.turnId && chat.kind === 'group' ? answered(db, p.turnId) : null;
  p.parts.forEach((part, i) => {
    db.run(
      `INSERT INTO deliveries(id, chat_id, connection_id, op, external_id, target_delivery_id, source_kind, source_id, part, parts, payload, state, next_at, created_at, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      part.deliveryId,
      p.chatId,
      String(chat.connection_id),
      over === null ? 'post' : 'edit',
      part.externalId,
      over,
      p.source.kind,
      p.source.id,
      i + 1,
      p.parts.length,
      JSON.stringify({
        text: part.text,
        ...(part.files ? { files: part.files } : {}),
        ...(p.messageId ? { messageId: p.messageId } : {}),
        ...(quote && i === 0 ? { quote } : {}),
      }),
      state,
      over === null ? null : nextEditAt(db, over),
      now,
      state === 'delivered' ? now : null,
    );
  });
};
