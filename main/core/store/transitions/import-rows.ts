import { createHash } from 'node:crypto';
import type { ArchivedLine, ArchivedOf } from '#contract/model/archive.ts';
import { keepMissing } from '../missing-files.ts';
import type { Db } from '../open.ts';

type Value = string | number | null;
/** New ids for the ids of an archive: the same for the same, and nobody else's. */
export const newIdsFor = (importId: string) => (old: string) => {
  const prefix = old.slice(0, old.indexOf('_') + 1);
  return prefix + createHash('sha256').update(`${importId}:${old}`).digest('hex').slice(0, 26).toUpperCase();
};
const idsIn = /\b[a-z]{1,12}_[0-9A-Z]{26}\b/g;
/** The same for ids in a sentence or in parameters. */
export const textWithIds = (idOf: (old: string) => string, text: string | null): string | null => text?.replaceAll(idsIn, idOf) ?? null;
// The model speaks of tasks by their ids, and goes on to do so.
const taskIds = /\btask_[0-9A-Z]{26}\b/g;
const orNull = <T, R>(value: T | null, map: (value: T) => R): R | null => (value === null ? null : map(value));
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

export const insert = (db: Db, table: string, row: Readonly<Record<string, Value>>): void => {
  const columns = Object.keys(row);
  db.run(`INSERT INTO ${table}(${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`, ...Object.values(row));
};

export interface ImportParts {
  readonly idOf: (old: string) => string;
  /** Added to each message's number. */
  readonly seqShift: number;
  readonly ownerId: string;
  /** Ids in the archive that stand for the owner. */
  readonly owners: ReadonlySet<string>;
  readonly accountOf: (old: string) => string | null;
  readonly hasBlob: (sha256: string) => boolean;
  readonly now: number;
}

/** A chat with all its sessions: they point at each other. */
export const addChat = (db: Db, p: ImportParts, chat: ArchivedOf<'chat'>, sessions: readonly ArchivedOf<'session'>[]): void =>
  db.tx(() => {
    const [id, workspaceId] = [p.idOf(chat.id), p.idOf(chat.workspaceId)];
    const isHere = chat.channel === 'desktop' || chat.channel === 'cli';
    insert(db, 'chats', {
      id,
      connection_id: isHere ? chat.channel : 'desktop',
      chat_key: isHere && chat.isMain ? `${chat.channel}:${workspaceId}` : `imported:${id}`,
      name: chat.name,
      last_at: chat.lastAt,
      registered_at: p.now,
      workspace_id: workspaceId,
      kind: 'direct',
      archived_at: chat.archivedAt,
      open_session_id: p.idOf(chat.openSessionId),
    });
    for (const s of sessions)
      insert(db, 'sessions', {
        id: p.idOf(s.id),
        chat_id: id,
        parent_session_id: orNull(s.parentSessionId, p.idOf),
        taint: s.taint,
        taint_cause: textWithIds(p.idOf, s.taintCause),
        opened_at: s.openedAt,
        closed_at: s.closedAt,
        summary_step_id: orNull(s.summaryStepId, p.idOf),
        handoff: s.handoff,
        branch_from_seq: orNull(s.branchFromSeq, (n) => n + p.seqShift),
        branch_to_seq: orNull(s.branchToSeq, (n) => n + p.seqShift),
      });
  });

const personOf = (p: ImportParts, old: string): string => (p.owners.has(old) ? p.ownerId : p.idOf(old));
const reasonColumns = (p: ImportParts, r: { reasonCode: string | null; reasonParams: object | null }) => ({
  reason_code: r.reasonCode,
  reason_params: textWithIds(p.idOf, json(r.reasonParams)),
});

/** One turn, message or step of a chat that is there. */
export const addLine = (
  db: Db,
  p: ImportParts,
  chat: ArchivedOf<'chat'>,
  line: Exclude<ArchivedLine, { record: 'chat' | 'session' }>,
): void => {
  if (line.record === 'turn') addTurn(db, p, chat, line);
  else if (line.record === 'message') addMessage(db, p, chat, line);
  else addStep(db, p, chat, line);
};

const addTurn = (db: Db, p: ImportParts, chat: ArchivedOf<'chat'>, t: ArchivedOf<'turn'>): void =>
  insert(db, 'turns', {
    id: p.idOf(t.id),
    session_id: p.idOf(t.sessionId),
    chat_id: p.idOf(chat.id),
    workspace_id: p.idOf(chat.workspaceId),
    kind: t.kind,
    root_turn_id: p.idOf(t.id),
    authority_person_id: personOf(p, t.personId),
    state: t.state,
    ...reasonColumns(p, t),
    attempt: t.attempt,
    boot_id: 'imported',
    partial: t.partial ? 1 : 0,
    after_seq: Math.max(0, t.afterSeq + p.seqShift),
    started: t.started,
    ended: t.ended,
  });

const addMessage = (db: Db, p: ImportParts, chat: ArchivedOf<'chat'>, m: ArchivedOf<'message'>): void => {
  const [id, seq, chatId] = [p.idOf(m.id), m.seq + p.seqShift, p.idOf(chat.id)];
  const longOutput = m.command?.outputBlob ?? null;
  const keptOutput = longOutput !== null && p.hasBlob(longOutput) ? longOutput : null;
  insert(db, 'messages', {
    seq,
    id,
    chat_id: chatId,
    connection_id: chat.channel === 'cli' ? 'cli' : 'desktop',
    session_id: orNull(m.sessionId, p.idOf),
    external_key: `imported:${id}`,
    person_id: orNull(m.personId, (old) => personOf(p, old)),
    origin: m.origin,
    audience: m.audience,
    role_at_accept: m.personId === null ? null : p.owners.has(m.personId) ? 'owner' : 'unknown',
    state: m.state,
    ...reasonColumns(p, m),
    turn_id: orNull(m.turnId, p.idOf),
    text: m.text,
    command: json(m.command && { ...m.command, outputBlob: keptOutput }),
    quote_id: orNull(m.quoteId, p.idOf),
    sent_at: m.sentAt,
    accepted_at: m.acceptedAt,
  });
  for (const turn of m.turns) insert(db, 'turn_messages', { turn_id: p.idOf(turn.id), message_seq: seq, at_ord: turn.atOrd });
  const workspaceId = p.idOf(chat.workspaceId);
  addFiles(db, p, { kind: 'attachment', id, workspaceId }, m.files);
  const output = { mime: 'text/plain', bytes: 0, name: null, path: null };
  if (keptOutput !== null) addFiles(db, p, { kind: 'message', id, workspaceId }, [{ ...output, sha256: keptOutput }]);
  // Nothing here could fetch them.
  keepMissing(
    db,
    id,
    m.missing.map((f) => ({ ...f, ref: '' })),
  );
};

const addFiles = (
  db: Db,
  p: ImportParts,
  owner: { kind: 'attachment' | 'message' | 'step'; id: string; workspaceId: string },
  files: readonly { sha256: string; mime: string; bytes: number; name: string | null; path: string | null }[],
): void => {
  for (const { sha256, mime, bytes, name, path } of files.filter((file) => p.hasBlob(file.sha256))) {
    addBlob(db, { sha256, mime, bytes }, p.now);
    insert(db, 'blob_refs', { sha256, owner_kind: owner.kind, owner_id: owner.id, name, workspace_id: owner.workspaceId, path });
  }
};

const addBlob = (db: Db, blob: { sha256: string; mime: string; bytes: number }, now: number): void => {
  const sql = 'INSERT OR IGNORE INTO blobs(sha256, mime, bytes, created_at) VALUES (?, ?, ?, ?)';
  db.run(sql, blob.sha256, blob.mime, blob.bytes, now);
};

const addStep = (db: Db, p: ImportParts, chat: ArchivedOf<'chat'>, s: ArchivedOf<'step'>): void => {
  // A call is known by the model's step and its place there; a summary by the turn up to which it tells.
  const [model, place] = s.callId?.split(':') ?? [];
  const covers = s.input?.coversTurnId;
  const withTasks = (text: string | null): string | null => text?.replaceAll(taskIds, p.idOf) ?? null;
  insert(db, 'steps', {
    id: p.idOf(s.id),
    turn_id: p.idOf(s.turnId),
    ord: s.ord,
    kind: s.kind,
    parent_step_id: orNull(s.parentStepId, p.idOf),
    account_id: orNull(s.accountId, p.accountOf),
    provider: s.provider,
    model: s.model,
    attempt: s.attempt,
    state: s.state,
    ...reasonColumns(p, s),
    call_id: model === undefined ? null : place === undefined ? s.callId : `${p.idOf(model)}:${place}`,
    tool: s.tool,
    input: withTasks(json(typeof covers === 'string' && s.kind === 'summary' ? { ...s.input, coversTurnId: p.idOf(covers) } : s.input)),
    text: s.text,
    output_head: withTasks(s.output),
    output_blob: s.outputFile !== null && p.hasBlob(s.outputFile) ? s.outputFile : null,
    exit_code: s.exitCode,
    effect: s.effect,
    usage: json(s.usage),
    cost_micros: s.costMicros,
    usage_estimated: s.isEstimated ? 1 : 0,
    blocks: withTasks(json(s.blocks)),
    started: s.started,
    ended: s.ended,
  });
  addFiles(db, p, { kind: 'step', id: p.idOf(s.id), workspaceId: p.idOf(chat.workspaceId) }, s.pictures);
};
