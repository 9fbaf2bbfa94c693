import type { Ask, Step, Turn } from '#contract/model/records.ts';
import type { AskView, ChatView, MessageView, StepView, ThreadPage, TurnView } from '#contract/ui/views.ts';
import type { Db, Row } from '../open.ts';
import { askOf, chatOf, messageOf, stepOf, turnOf } from '../rows.ts';
import { undoableUntil } from '../transitions/session.ts';

export interface LivePart {
  readonly stepId: string;
  readonly kind: 'text' | 'thinking' | 'tool';
  readonly text: string;
}
export interface ThreadDeps {
  readonly db: Db;
  readonly now: () => number;
  /** Text that is being written and may not be in the rows yet. */
  readonly liveOf: (turnId: string) => readonly LivePart[];
  readonly isNoAi: (provider: string) => boolean;
  readonly accountName: (id: string) => string;
}

/** Read-only queries for the chat screen. */
export const createThreadViews = ({ db, now, liveOf, isNoAi, accountName }: ThreadDeps) => {
  const stepView = (s: Step, live: readonly LivePart[]): StepView => {
    const written = live.find((p) => p.stepId === s.id);
    return {
      id: s.id,
      turnId: s.turnId,
      ord: s.ord,
      kind: s.kind,
      state: s.state,
      reason: s.reason,
      text: written && s.kind !== 'tool' ? written.text : s.text,
      tool:
        s.kind === 'tool'
          ? {
              name: s.tool ?? '',
              input: { ...s.input },
              output: s.outputHead ?? (written ? written.text : ''),
              outputBlob: s.outputBlob,
              exitCode: s.exitCode,
            }
          : null,
      model:
        s.kind === 'model'
          ? {
              provider: s.provider ?? '',
              account: accountName(s.accountId ?? ''),
              model: s.model ?? '',
              usage: s.usage,
              noAi: isNoAi(s.provider ?? ''),
            }
          : null,
      startedAt: s.startedAt,
      endedAt: s.endedAt,
    };
  };

  const turnView = (turn: Turn): TurnView => {
    const live = liveOf(turn.id);
    const steps = db.all('SELECT * FROM steps WHERE turn_id = ? ORDER BY ord, attempt', turn.id).map(stepOf);
    const known = new Set(steps.map((s) => s.id));
    const shown = steps.map((s) => stepView(s, live));
    // Written for less than half a second: not in a row yet.
    let ord = steps.at(-1)?.ord ?? 0;
    for (const part of live) {
      if (known.has(part.stepId) || part.kind === 'tool') continue;
      shown.push({
        id: part.stepId,
        turnId: turn.id,
        ord: ++ord,
        kind: part.kind,
        state: 'running',
        reason: null,
        text: part.text,
        tool: null,
        model: null,
        startedAt: now(),
        endedAt: null,
      });
    }
    // Whoever spoke last is who answers: after a fallback to rules the answer is labelled so.
    const noAi = isNoAi(steps.findLast((s) => s.kind === 'model')?.provider ?? '');
    const asked = db.get(
      "SELECT max(m.seq) AS seq, m.text, count(*) AS n FROM turn_messages tm JOIN messages m ON m.seq = tm.message_seq WHERE tm.turn_id = ? AND m.turn_id = tm.turn_id AND m.origin IN ('human', 'task')",
      turn.id,
    );
    const mine = Number(asked?.n) > 0;
    const ended = turn.state === 'failed' || turn.state === 'cancelled' || (turn.state === 'done' && noAi);
    return {
      id: turn.id,
      chatId: turn.chatId,
      afterSeq: turn.afterSeq,
      state: turn.state,
      wait: turn.wait,
      reason: turn.reason,
      attempt: turn.attempt,
      nextAt: turn.nextAt,
      startedAt: turn.startedAt,
      endedAt: turn.endedAt,
      noAi,
      canRetry: ended && mine,
      // A turn right after its message needs no quote; a later try of it does.
      again: mine && Number(asked?.seq) < turn.afterSeq ? String(asked?.text).slice(0, 300) : null,
      steps: shown,
    };
  };

  const messageView = (row: Row): MessageView => {
    const m = messageOf(row);
    return {
      seq: m.seq,
      id: m.id,
      chatId: m.chatId,
      origin: m.origin,
      audience: m.audience,
      state: m.state,
      reason: m.reason,
      author: row.author === null ? null : String(row.author),
      text: m.text,
      sentAt: m.sentAt,
      turnId: m.turnId,
      delivery: row.delivery === null ? null : (String(row.delivery) as MessageView['delivery']),
      command: m.command,
    };
  };
  const messageSelect = `SELECT m.*, p.name AS author,
     (SELECT d.state FROM deliveries d WHERE d.message_id = m.id ORDER BY d.part DESC LIMIT 1) AS delivery
     FROM messages m LEFT JOIN persons p ON p.id = m.person_id`;

  const chatView = (row: Row): ChatView => {
    const chat = chatOf(row);
    const last = db.get(
      "SELECT text, command FROM messages WHERE chat_id = ? AND audience <> 'model' AND (text <> '' OR command IS NOT NULL) ORDER BY seq DESC LIMIT 1",
      chat.id,
    );
    const turn = db.get('SELECT state FROM turns WHERE chat_id = ? ORDER BY after_seq DESC, rowid DESC LIMIT 1', chat.id);
    const state =
      turn?.state === 'running' || turn?.state === 'queued'
        ? 'working'
        : turn?.state === 'waiting'
          ? 'waiting'
          : turn?.state === 'failed'
            ? 'failed'
            : 'idle';
    return {
      id: chat.id,
      name: chat.name,
      channel: chat.channel,
      workspaceId: chat.workspaceId,
      workspace: String(row.workspace),
      lastAt: row.last_at === null ? null : Number(row.last_at),
      lastText: String(last?.text ?? '').slice(0, 200),
      state,
      draft: String(db.get("SELECT text FROM drafts WHERE chat_id = ? AND client_id = ''", chat.id)?.text ?? ''),
      sessionId: chat.sessionId,
      undoResetUntil: undoableUntil(db, chat.id, now()),
    };
  };
  const chatSelect =
    'SELECT c.*, n.channel, w.name AS workspace FROM chats c JOIN connections n ON n.id = c.connection_id JOIN workspaces w ON w.id = c.workspace_id';

  const askView = (ask: Ask): AskView => ({
    id: ask.id,
    shortId: ask.shortId,
    kind: ask.kind,
    state: ask.state,
    turnId: ask.turnId,
    chatId: String(db.get('SELECT chat_id FROM turns WHERE id = ?', ask.turnId)?.chat_id),
    workspace: String(db.get('SELECT name FROM workspaces WHERE id = ?', ask.workspaceId)?.name),
    tool: ask.payload.kind === 'approval' ? ask.payload.tool : null,
    input: ask.payload.kind === 'approval' ? { ...ask.payload.input } : null,
    questions: ask.payload.kind === 'question' ? ask.payload.questions.map((q) => ({ question: q.question, options: [...q.options] })) : [],
    reason: ask.reason,
    createdAt: ask.createdAt,
    expiresAt: ask.expiresAt,
    answeredBy: ask.answeredBy === null ? null : String(db.get('SELECT name FROM persons WHERE id = ?', ask.answeredBy)?.name ?? ''),
    surface: ask.surface,
    answeredAt: ask.answeredAt,
  });

  return {
    askView,
    turn: (id: string): TurnView | null => {
      const row = db.get('SELECT * FROM turns WHERE id = ?', id);
      return row ? turnView(turnOf(row)) : null;
    },
    chats: (): ChatView[] =>
      db
        .all(`${chatSelect} WHERE c.registered_at IS NOT NULL AND w.archived_at IS NULL ORDER BY coalesce(c.last_at, c.registered_at) DESC`)
        .map(chatView),
    chat: (id: string): ChatView | null => {
      const row = db.get(`${chatSelect} WHERE c.id = ? AND c.registered_at IS NOT NULL`, id);
      return row ? chatView(row) : null;
    },
    /** The newest `limit` messages before `before`, with the turns and asks that stand among them. */
    thread: (chat: ChatView, o: { before: number | null; limit: number }, eventSeq: number): ThreadPage => {
      // How a turn ended is shown by the turn itself, its final text as its last step.
      const rows = db.all(
        `${messageSelect} WHERE m.chat_id = ? AND m.seq < ? AND m.audience <> 'model' AND NOT (m.turn_id IS NOT NULL AND m.origin IN ('agent', 'harness')) ORDER BY m.seq DESC LIMIT ?`,
        chat.id,
        o.before ?? Number.MAX_SAFE_INTEGER,
        o.limit,
      );
      const messages = rows.map(messageView).reverse();
      const full = rows.length === o.limit;
      const from = full ? (messages[0]?.seq ?? 0) : 0;
      const turns = db
        .all(
          'SELECT * FROM turns WHERE chat_id = ? AND after_seq >= ? AND after_seq < ? ORDER BY after_seq, rowid',
          chat.id,
          from,
          o.before ?? Number.MAX_SAFE_INTEGER,
        )
        .map(turnOf)
        .map(turnView);
      const ids = new Set(turns.map((t) => t.id));
      const asks = db
        .all(
          'SELECT a.* FROM asks a JOIN turns t ON t.id = a.turn_id WHERE t.chat_id = ? AND t.after_seq >= ? ORDER BY a.created_at',
          chat.id,
          from,
        )
        .map(askOf)
        .filter((a) => ids.has(a.turnId))
        .map(askView);
      return { chat, messages, turns, asks, olderBefore: full ? from : null, eventSeq };
    },
    message: (id: string): MessageView | null => {
      const row = db.get(`${messageSelect} WHERE m.id = ?`, id);
      return row ? messageView(row) : null;
    },
  };
};
export type ThreadViews = ReturnType<typeof createThreadViews>;
