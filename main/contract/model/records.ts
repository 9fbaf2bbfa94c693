import type { Color } from './colors.ts';
import type { Attachment, MissingFile } from './files.ts';
import type { Reason } from './reason.ts';
import type {
  AskKind,
  AskState,
  Audience,
  Effect,
  MessageState,
  OccurrenceState,
  Origin,
  Role,
  StepKind,
  StepState,
  TurnState,
  TurnWait,
} from './states.ts';
import type { Block, JsonObject, Usage } from './transcript.ts';

/** The stored things as the stages see them: plain data, read-only. Times are UTC ms. */

export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly realm: string;
  readonly isAdmin: boolean;
  /** 'auto', a plugin id or a sandbox provider id. */
  readonly sandbox: string;
  readonly instructions: string;
  readonly color: Color;
  /** First things to say, offered in an empty chat. */
  readonly chips: readonly string[];
  /** Its folder's name on the disk; a new name leaves it as it is. */
  readonly folder: string;
  /** The real path of a folder of its owner in which it works instead; the host never moves or deletes that one. */
  readonly ownFolder: string | null;
  readonly archivedAt: number | null;
  /** In the trash since then; its name is free for others, and `deletedName` is what it was called. */
  readonly deletedAt: number | null;
  readonly deletedName: string | null;
  readonly taint: Taint | null;
}

/** Whether a session (or a workspace's files) has met outside text, and private data. It only grows until the owner clears it. */
export interface Taint {
  readonly untrusted: boolean;
  readonly secret: boolean;
  readonly cause: string;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly baseUrl: string;
  readonly realm: string;
  /** Name of the vault entry, null when the account needs none. */
  readonly keyRef: string | null;
  readonly defaultModel: string | null;
  /** Tokens per calendar month (UTC); null = no cap. */
  readonly budgetTokens: number | null;
  readonly color: Color;
}

/** One place in a workspace's order of accounts. */
export interface Route {
  readonly account: Account;
  readonly model: string | null;
}

export interface Chat {
  readonly id: string;
  readonly connectionId: string;
  readonly channel: string;
  readonly chatKey: string;
  readonly name: string;
  readonly workspaceId: string;
  readonly sessionId: string;
  readonly kind: 'self' | 'direct' | 'group';
  /** Since when the linked account is not in this group any more. */
  readonly leftAt: number | null;
  /** Since when its owner does not let it be read. */
  readonly closedAt: number | null;
}

export interface Session {
  readonly id: string;
  readonly chatId: string;
  readonly parentSessionId: string | null;
  readonly taint: Taint | null;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly summaryStepId: string | null;
  /** What the session before left for this one (reset_context with a message). */
  readonly handoff: string | null;
  /** Set for a branch: the messages of its chat, by seq, that it stands in for. The parent goes on up to the first of them. */
  readonly branch: { readonly fromSeq: number; readonly toSeq: number } | null;
}

export interface CommandResult {
  readonly line: string;
  readonly exitCode: number | null;
  readonly output: string;
  /** The whole output, when `output` is only a part of it. */
  readonly outputBlob: string | null;
}

export interface Message {
  readonly seq: number;
  readonly id: string;
  readonly chatId: string;
  readonly sessionId: string | null;
  readonly personId: string | null;
  readonly origin: Origin;
  readonly audience: Audience;
  readonly state: MessageState;
  readonly reason: Reason | null;
  readonly turnId: string | null;
  readonly text: string;
  readonly command: CommandResult | null;
  /** Files that came with it; only where the query asked for them, otherwise empty. */
  readonly attachments: readonly Attachment[];
  /** Files that came with it and are not here; likewise. */
  readonly missing: readonly MissingFile[];
  readonly sentAt: number;
  /** The message that it quotes, or that a note of the harness is about. */
  readonly quoteId: string | null;
  /** As it was when it came. */
  readonly role: Role | null;
  readonly isDeleted: boolean;
}

export interface Turn {
  readonly id: string;
  readonly sessionId: string;
  readonly chatId: string;
  readonly workspaceId: string;
  readonly kind: 'message' | 'task' | 'delegate';
  readonly authorityPersonId: string;
  readonly state: TurnState;
  readonly reason: Reason | null;
  readonly attempt: number;
  readonly wait: TurnWait | null;
  readonly waitId: string | null;
  readonly nextAt: number | null;
  readonly afterSeq: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Messages of others before it that were too many to tell. */
  readonly leftOut: number;
}

export interface Step {
  readonly id: string;
  readonly turnId: string;
  readonly ord: number;
  readonly kind: StepKind;
  readonly parentStepId: string | null;
  readonly accountId: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly attempt: number;
  readonly state: StepState;
  readonly reason: Reason | null;
  readonly callId: string | null;
  readonly tool: string | null;
  readonly input: JsonObject | null;
  readonly text: string;
  readonly outputHead: string | null;
  readonly outputBlob: string | null;
  /** What the call looked at, for models that see; only where the query asked for it. */
  readonly pictures: readonly Attachment[];
  readonly exitCode: number | null;
  readonly effect: Effect | null;
  readonly usage: Usage | null;
  /** In micro-dollars; null = not settled, or no price known. */
  readonly costMicros: number | null;
  /** The server did not count its tokens. */
  readonly isEstimated: boolean;
  readonly blocks: readonly Block[] | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

export interface Question {
  readonly question: string;
  readonly options: readonly string[];
}
/** What an ask is about: the exact stored call (approval), the questions, or what a secret is to be called. */
export type AskPayload =
  /** `defaults`: fields of the input that nobody gave, so that the usual value of the tool counts. */
  | { readonly kind: 'approval'; readonly tool: string; readonly input: JsonObject; readonly defaults?: readonly string[] }
  | { readonly kind: 'question'; readonly questions: readonly Question[] }
  | { readonly kind: 'secret'; readonly name: string; readonly why: string };

export interface Ask {
  readonly id: string;
  readonly shortId: string;
  readonly kind: AskKind;
  readonly turnId: string;
  readonly callId: string;
  readonly workspaceId: string;
  readonly callHash: string;
  readonly payload: AskPayload;
  readonly state: AskState;
  readonly reason: Reason;
  readonly answers: readonly string[];
  readonly answeredBy: string | null;
  readonly surface: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly answeredAt: number | null;
  readonly usedAt: number | null;
}

/** When a task is due: exactly one of the three. */
export type TaskRule =
  | { readonly kind: 'once'; readonly atMs: number }
  | { readonly kind: 'every'; readonly everyMs: number; readonly anchorMs: number }
  | { readonly kind: 'cron'; readonly cron: string };

export interface Task {
  readonly id: string;
  readonly workspaceId: string;
  readonly chatId: string;
  readonly ownerPersonId: string;
  readonly prompt: string;
  readonly rule: TaskRule;
  readonly zone: string;
  readonly context: 'own' | 'chat';
  readonly missed: 'latest' | 'skip';
  readonly enabled: boolean;
  readonly nextAt: number | null;
}
export interface Occurrence {
  readonly taskId: string;
  readonly dueAt: number;
  readonly state: OccurrenceState;
}

export interface Memory {
  readonly id: string;
  /** null = global. */
  readonly workspaceId: string | null;
  readonly key: string;
  readonly text: string;
  readonly tainted: boolean;
}

export interface AuditEntry {
  readonly actor: string;
  readonly workspaceId: string | null;
  readonly turnId: string | null;
  readonly callHash: string | null;
  readonly decision: string;
  readonly rule: string;
  readonly outcome: string;
  /** Ids and redacted arguments; never a body. */
  readonly detail: string;
}
