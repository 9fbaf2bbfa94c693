import { type MissingFile, mostFileBytes } from '#contract/model/files.ts';
import { reason } from '#contract/model/reason.ts';
import type { Ask, Step, Turn } from '#contract/model/records.ts';
import type { AskView, ChatView, MessageView, MissingFileView, StepView, ThreadPage, TurnView } from '#contract/ui/views.ts';
import { attachmentsOf, draftFiles } from '../blob-refs.ts';
import { missingOf } from '../missing-files.ts';
import type { Db, Row } from '../open.ts';
import { askOf, chatOf, messageOf, stepOf, turnOf } from '../rows.ts';
import { changeView } from '../transitions/file-changes.ts';
import { undoableUntil } from '../transitions/session.ts';
import { askOutcome, mayAskAgain } from './ask-outcome.ts';
import { askRecipient } from './ask-recipient.ts';
import { lastTextIn, unreadIn } from './chat-lines.ts';
import { changesOf, reactionsOnTurn } from './message-marks.ts';
import { waitForSandbox } from './sandbox-wait.ts';
import { foldRows, foldsOf, outsideFolds, type PageWish, pageRows } from './thread-page.ts';
import { deliveryOf, heldUntil } from './turn-delivery.ts';

const stays: readonly string[] = ['file-missing-too-large', 'file-missing-damaged'];
const missingView = ({ kind, name, bytes, ref, reasonCode }: MissingFile): MissingFileView => ({
  kind,
  name,
  bytes,
  reason: reason(reasonCode, { limit: mostFileBytes / 1024 ** 2 }),
  // An import brings none along.
  canFetch: ref !== '' && !stays.includes(reasonCode),
});

/** More of an earlier version is not shown. */
const foldLimit = 200;

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
      change: s.kind === 'tool' && s.state === 'done' ? changeView(db, s.id) : null,
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
              costMicros: s.costMicros,
              isEstimated: s.isEstimated,
              isDeputy: s.tool === 'deputy',
            }
          : null,
      startedAt: s.startedAt,
      endedAt: s.endedAt,
    };
  };

  const turnView = (turn: Turn): TurnView => {
    const live = liveOf(turn.id);
    const sandboxWait = waitForSandbox(db, turn);
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
    const noAi = isNoAi(steps.findLast((s) => s.kind === 'model' && s.tool === null)?.provider ?? '');
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
      wait: sandboxWait === null ? turn.wait : 'sandbox',
      reason: sandboxWait ?? turn.reason,
      attempt: turn.attempt,
      nextAt: turn.nextAt,
      startedAt: turn.startedAt,
      endedAt: turn.endedAt,
      noAi,
      canRetry: ended && mine,
      // A turn right after its message needs no quote; a later try of it does.
      delivery: deliveryOf(db, turn.id),
      heldUntil: heldUntil(db, { turnId: turn.id }),
      again: mine && Number(asked?.seq) < turn.afterSeq ? String(asked?.text).slice(0, 300) : null,
      ...reactionsOnTurn(db, turn.id),
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
      heldUntil: row.delivery === 'queued' ? heldUntil(db, { messageId: m.id }) : null,
      command: m.command,
      missing: m.missing.map(missingView),
      attachments: m.attachments.map(({ sha256, name, mime, bytes }) => ({ sha256, name, mime, bytes })),
      heardAt: row.heard_at === null ? null : Number(row.heard_at),
      ...(row.author_role === null || row.author_role === 'owner' ? {} : { isOther: true }),
      ...changesOf(db, row),
    };
  };
  const messageSelect = `SELECT m.*, p.name AS author, p.role AS author_role, ${attachmentsOf('m.id')}, ${missingOf('m.id')},
     (SELECT nullif(tm.at_ord, 0) FROM turn_messages tm WHERE tm.turn_id = m.turn_id AND tm.message_seq = m.seq) AS heard_at,
     (SELECT d.state FROM deliveries d WHERE d.message_id = m.id ORDER BY d.part DESC LIMIT 1) AS delivery
     FROM messages m LEFT JOIN persons p ON p.id = m.person_id`;

  const chatView = (row: Row): ChatView => {
    const chat = chatOf(row);
    const turn = db.get('SELECT state, wait_kind FROM turns WHERE chat_id = ? ORDER BY after_seq DESC, rowid DESC LIMIT 1', chat.id);
    // What waits for a model needs nobody: it goes on by itself.
    const state =
      turn?.state === 'running' || turn?.state === 'queued' || turn?.wait_kind === 'quota'
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
      kind: chat.kind,
      ...(chat.leftAt !== null ? { shut: 'left' as const } : chat.closedAt !== null ? { shut: 'closed' as const } : {}),
      workspaceId: chat.workspaceId,
      workspace: String(row.workspace),
      lastAt: row.last_at === null ? null : Number(row.last_at),
      lastText: lastTextIn(db, chat.id),
      state,
      unread: unreadIn(db, chat.id, Number(row.read_seq)),
      readSeq: Number(row.read_seq),
      archived: row.archived_at !== null,
      draftFiles: draftFiles(db, chat.id),
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
    tool: ask.payload.kind === 'approval' ? ask.payload.tool : ask.payload.kind === 'secret' ? 'request_secret' : null,
    input: inputOf(ask.payload),
    defaults: ask.payload.kind === 'approval' ? [...(ask.payload.defaults ?? [])] : [],
    recipient: askRecipient(db, ask),
    questions: ask.payload.kind === 'question' ? ask.payload.questions.map((q) => ({ question: q.question, options: [...q.options] })) : [],
    reason: ask.reason,
    createdAt: ask.createdAt,
    expiresAt: ask.expiresAt,
    answeredBy: ask.answeredBy === null ? null : String(db.get('SELECT name FROM persons WHERE id = ?', ask.answeredBy)?.name ?? ''),
    surface: ask.surface,
    answeredAt: ask.answeredAt,
    outcome: askOutcome(db, ask),
    canAskAgain: mayAskAgain(db, ask),
  });

  const turnsBetween = (chatId: string, o: { from: number; below: number }, and: string): TurnView[] =>
    db
      .all(
        `SELECT * FROM turns WHERE chat_id = ? AND after_seq >= ? AND after_seq < ?${and} ORDER BY after_seq, rowid`,
        chatId,
        o.from,
        o.below,
      )
      .map(turnOf)
      .map(turnView);
  const asksOf = (turns: readonly TurnView[]): AskView[] =>
    turns.flatMap(({ id }) => db.all('SELECT * FROM asks WHERE turn_id = ? ORDER BY created_at', id).map(askOf).map(askView));

  return {
    askView,
    turn: (id: string): TurnView | null => {
      const row = db.get('SELECT * FROM turns WHERE id = ?', id);
      return row ? turnView(turnOf(row)) : null;
    },
    chats: (): ChatView[] =>
      db
        .all(
          `${chatSelect} WHERE c.registered_at IS NOT NULL AND c.removed_at IS NULL AND w.archived_at IS NULL ORDER BY coalesce(c.last_at, c.registered_at) DESC`,
        )
        .map(chatView),
    chat: (id: string): ChatView | null => {
      const row = db.get(`${chatSelect} WHERE c.id = ? AND c.registered_at IS NOT NULL`, id);
      return row ? chatView(row) : null;
    },
    /** One page of messages, with the turns and asks that stand among them. */
    thread: (chat: ChatView, wish: PageWish, eventSeq: number): ThreadPage => {
      const folds = foldsOf(db, chat.id);
      const { rows, from, below, hasOlder, hasNewer } = pageRows(db, messageSelect, { chatId: chat.id, wish, folds });
      const turns = turnsBetween(chat.id, { from, below }, outsideFolds('after_seq', folds));
      return {
        chat,
        messages: rows.map(messageView),
        turns,
        asks: asksOf(turns),
        olderBefore: hasOlder ? from : null,
        newerAfter: hasNewer ? below - 1 : null,
        folds,
        eventSeq,
      };
    },
    /** What is folded between two messages. */
    fold: (chatId: string, o: { fromSeq: number; toSeq: number }) => {
      const rows = foldRows(db, messageSelect, { chatId, ...o, limit: foldLimit + 1 });
      const messages = rows.slice(0, foldLimit).map(messageView);
      const isWhole = rows.length <= foldLimit;
      const below = isWhole ? o.toSeq + 1 : (messages.at(-1)?.seq ?? 0) + 1;
      const turns = turnsBetween(chatId, { from: o.fromSeq, below }, '');
      return { messages, turns, asks: asksOf(turns), isWhole };
    },
    message: (id: string): MessageView | null => {
      const row = db.get(`${messageSelect} WHERE m.id = ?`, id);
      return row ? messageView(row) : null;
    },
  };
};
export type ThreadViews = ReturnType<typeof createThreadViews>;

const inputOf = (payload: Ask['payload']): Record<string, unknown> | null =>
  payload.kind === 'approval' ? { ...payload.input } : payload.kind === 'secret' ? { name: payload.name, why: payload.why } : null;
