import { colorOf } from '#contract/model/colors.ts';
import type { Attachment, MissingFile } from '#contract/model/files.ts';
import type { Reason } from '#contract/model/reason.ts';
import type {
  Account,
  Ask,
  AskPayload,
  Chat,
  CommandResult,
  Message,
  Session,
  Step,
  Taint,
  Task,
  TaskRule,
  Turn,
  Workspace,
} from '#contract/model/records.ts';
import type { Block, JsonObject, Usage } from '#contract/model/transcript.ts';
import type { Row } from './open.ts';

/** Rows to records. Every JSON column was written by this host, so it is read without a schema. */

const text = (row: Row, column: string): string => String(row[column]);
const textOrNull = (row: Row, column: string): string | null =>
  row[column] === null || row[column] === undefined ? null : String(row[column]);
const num = (row: Row, column: string): number => Number(row[column]);
const numOrNull = (row: Row, column: string): number | null =>
  row[column] === null || row[column] === undefined ? null : Number(row[column]);
const json = <T>(row: Row, column: string): T | null => {
  const value = textOrNull(row, column);
  return value === null ? null : (JSON.parse(value) as T);
};

export const reasonOf = (row: Row): Reason | null => {
  const code = textOrNull(row, 'reason_code');
  return code === null ? null : { code, params: json<Reason['params']>(row, 'reason_params') ?? {} };
};

const taintOf = (row: Row): Taint | null => {
  const flags = textOrNull(row, 'taint');
  if (flags === null) return null;
  return { untrusted: flags.includes('u'), secret: flags.includes('s'), cause: textOrNull(row, 'taint_cause') ?? '' };
};
export const taintFlags = (taint: Pick<Taint, 'untrusted' | 'secret'>): string => `${taint.untrusted ? 'u' : ''}${taint.secret ? 's' : ''}`;

export const workspaceOf = (row: Row): Workspace => ({
  id: text(row, 'id'),
  name: text(row, 'name'),
  realm: text(row, 'realm'),
  isAdmin: num(row, 'is_admin') === 1,
  sandbox: text(row, 'sandbox'),
  instructions: text(row, 'instructions'),
  color: colorOf(textOrNull(row, 'color'), text(row, 'id')),
  chips: json<string[]>(row, 'chips') ?? [],
  folder: textOrNull(row, 'folder') ?? text(row, 'name'),
  ownFolder: textOrNull(row, 'own_folder'),
  archivedAt: numOrNull(row, 'archived_at'),
  deletedAt: numOrNull(row, 'deleted_at'),
  deletedName: textOrNull(row, 'deleted_name'),
  taint: taintOf(row),
});

export const accountOf = (row: Row): Account => ({
  id: text(row, 'id'),
  name: text(row, 'name'),
  provider: text(row, 'provider'),
  baseUrl: text(row, 'base_url'),
  realm: text(row, 'realm'),
  keyRef: textOrNull(row, 'key_ref'),
  defaultModel: textOrNull(row, 'default_model'),
  budgetTokens: numOrNull(row, 'budget_tokens'),
  color: colorOf(textOrNull(row, 'color'), text(row, 'id')),
});

export const chatOf = (row: Row): Chat => ({
  id: text(row, 'id'),
  connectionId: text(row, 'connection_id'),
  channel: text(row, 'channel'),
  chatKey: text(row, 'chat_key'),
  name: text(row, 'name'),
  workspaceId: text(row, 'workspace_id'),
  sessionId: text(row, 'open_session_id'),
  kind: row.kind === 'self' || row.kind === 'group' ? row.kind : 'direct',
  leftAt: numOrNull(row, 'left_at'),
  closedAt: numOrNull(row, 'closed_at'),
});

export const sessionOf = (row: Row): Session => ({
  id: text(row, 'id'),
  chatId: text(row, 'chat_id'),
  parentSessionId: textOrNull(row, 'parent_session_id'),
  taint: taintOf(row),
  openedAt: num(row, 'opened_at'),
  closedAt: numOrNull(row, 'closed_at'),
  summaryStepId: textOrNull(row, 'summary_step_id'),
  handoff: textOrNull(row, 'handoff'),
  branch: row.branch_from_seq === null ? null : { fromSeq: num(row, 'branch_from_seq'), toSeq: num(row, 'branch_to_seq') },
});

export const messageOf = (row: Row): Message => ({
  seq: num(row, 'seq'),
  id: text(row, 'id'),
  chatId: text(row, 'chat_id'),
  sessionId: textOrNull(row, 'session_id'),
  personId: textOrNull(row, 'person_id'),
  origin: text(row, 'origin') as Message['origin'],
  audience: text(row, 'audience') as Message['audience'],
  state: text(row, 'state') as Message['state'],
  reason: reasonOf(row),
  turnId: textOrNull(row, 'turn_id'),
  text: text(row, 'text'),
  command: json<CommandResult>(row, 'command'),
  attachments: json<Attachment[]>(row, 'attachments') ?? [],
  missing: json<MissingFile[]>(row, 'missing') ?? [],
  sentAt: num(row, 'sent_at'),
  quoteId: textOrNull(row, 'quote_id'),
  role: textOrNull(row, 'role_at_accept') as Message['role'],
  isDeleted: numOrNull(row, 'deleted_at') !== null,
});

export const turnOf = (row: Row): Turn => ({
  id: text(row, 'id'),
  sessionId: text(row, 'session_id'),
  chatId: text(row, 'chat_id'),
  workspaceId: text(row, 'workspace_id'),
  kind: text(row, 'kind') as Turn['kind'],
  authorityPersonId: text(row, 'authority_person_id'),
  state: text(row, 'state') as Turn['state'],
  reason: reasonOf(row),
  attempt: num(row, 'attempt'),
  wait: textOrNull(row, 'wait_kind') as Turn['wait'],
  waitId: textOrNull(row, 'wait_id'),
  nextAt: numOrNull(row, 'next_at'),
  afterSeq: num(row, 'after_seq'),
  startedAt: num(row, 'started'),
  endedAt: numOrNull(row, 'ended'),
  leftOut: num(row, 'left_out'),
});

export const stepOf = (row: Row): Step => ({
  id: text(row, 'id'),
  turnId: text(row, 'turn_id'),
  ord: num(row, 'ord'),
  kind: text(row, 'kind') as Step['kind'],
  parentStepId: textOrNull(row, 'parent_step_id'),
  accountId: textOrNull(row, 'account_id'),
  provider: textOrNull(row, 'provider'),
  model: textOrNull(row, 'model'),
  attempt: num(row, 'attempt'),
  state: text(row, 'state') as Step['state'],
  reason: reasonOf(row),
  callId: textOrNull(row, 'call_id'),
  tool: textOrNull(row, 'tool'),
  input: json<JsonObject>(row, 'input'),
  text: text(row, 'text'),
  outputHead: textOrNull(row, 'output_head'),
  outputBlob: textOrNull(row, 'output_blob'),
  pictures: json<Attachment[]>(row, 'pictures') ?? [],
  exitCode: numOrNull(row, 'exit_code'),
  effect: textOrNull(row, 'effect') as Step['effect'],
  usage: json<Usage>(row, 'usage'),
  costMicros: numOrNull(row, 'cost_micros'),
  isEstimated: num(row, 'usage_estimated') === 1,
  blocks: json<Block[]>(row, 'blocks'),
  startedAt: num(row, 'started'),
  endedAt: numOrNull(row, 'ended'),
});

export const askOf = (row: Row): Ask => ({
  id: text(row, 'id'),
  shortId: text(row, 'short_id'),
  kind: text(row, 'kind') as Ask['kind'],
  turnId: text(row, 'turn_id'),
  callId: text(row, 'call_id'),
  workspaceId: text(row, 'workspace_id'),
  callHash: text(row, 'call_hash'),
  payload: json<AskPayload>(row, 'payload') as AskPayload,
  state: text(row, 'state') as Ask['state'],
  reason: reasonOf(row) ?? { code: 'ask-external', params: {} },
  answers: json<string[]>(row, 'answer') ?? [],
  answeredBy: textOrNull(row, 'answered_by'),
  surface: textOrNull(row, 'surface'),
  createdAt: num(row, 'created_at'),
  expiresAt: num(row, 'expires_at'),
  answeredAt: numOrNull(row, 'answered_at'),
  usedAt: numOrNull(row, 'used_at'),
});

export const taskOf = (row: Row): Task => ({
  id: text(row, 'id'),
  workspaceId: text(row, 'workspace_id'),
  chatId: text(row, 'chat_id'),
  ownerPersonId: text(row, 'owner_person_id'),
  prompt: text(row, 'prompt'),
  rule: json<TaskRule>(row, 'rule') as TaskRule,
  zone: text(row, 'zone'),
  context: text(row, 'context') as Task['context'],
  missed: text(row, 'missed') as Task['missed'],
  enabled: num(row, 'enabled') === 1,
  nextAt: numOrNull(row, 'next_at'),
});
