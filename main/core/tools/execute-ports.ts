import type { Matter } from '#contract/model/deputy.ts';
import type { Attachment } from '#contract/model/files.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { Ask, AuditEntry, Chat, Session, Turn, Workspace } from '#contract/model/records.ts';
import type { Effect } from '#contract/model/states.ts';
import type { JsonObject, ToolCallBlock } from '#contract/model/transcript.ts';
import type { Hider } from '../base/hide-values.ts';
import type { Log } from '../base/log.ts';
import type { Proposed } from './propose.ts';
import type { AgentTool, FileChange } from './tool.ts';

/** One call of the model, with everything the host knows about where it comes from. */
export interface CallSite {
  readonly turn: Turn;
  readonly workspace: Workspace;
  readonly chat: Chat;
  readonly session: Session;
  readonly modelStepId: string;
  readonly index: number;
  readonly block: ToolCallBlock;
}

/** What a call meets and leaves behind: for the taint of the session and of the workspace's files. */
export interface CallMarks {
  readonly sessionId: string;
  readonly workspaceId: string;
  readonly untrusted: boolean;
  readonly secret: boolean;
  readonly readsFiles: boolean;
  readonly writesFiles: boolean;
  readonly cause: string;
}

export interface Recorded {
  readonly stepId: string;
  readonly turnId: string;
  readonly ord: number;
  readonly modelStepId: string;
  readonly callId: string;
  readonly tool: string;
  readonly input: JsonObject;
}

/** What carrying out a call needs of the rest of the host. */
export interface ExecuteDeps {
  /** Among the tools of a workspace. */
  readonly find: (name: string, workspaceId: string) => AgentTool | null;
  readonly names: (workspaceId: string) => string[];
  readonly filesAreSecret: (workspaceId: string) => boolean;
  /** What the session and the files of a turn have met by now. */
  readonly asOfNow: (turn: Turn) => Pick<CallSite, 'session' | 'workspace'>;
  readonly decide: (
    call: Proposed & { readonly flagged?: Reason },
    from: { input: JsonObject; workspaceId: string; turnId: string },
  ) => { verdict: 'allow' | 'ask' | 'deny'; rule: string; reason: Reason };
  readonly callHash: (c: { tool: string; input: JsonObject; workspaceId: string; turnId: string; callId: string }) => string;
  readonly askOf: (turnId: string, callId: string) => Ask | null;
  readonly askAndWait: (
    ask: Pick<Ask, 'id' | 'shortId' | 'kind' | 'turnId' | 'callId' | 'workspaceId' | 'callHash' | 'payload' | 'reason'>,
  ) => void;
  readonly nextOrd: (turnId: string) => number;
  /** Commits the run and its marks before any effect. False when the approval had been used before. */
  readonly begin: (step: Recorded & { effect: Effect; askId: string | null; marks: CallMarks }, audit: AuditEntry) => boolean;
  readonly end: (end: {
    stepId: string;
    turnId: string;
    state: 'done' | 'failed' | 'unknown';
    reason: Reason | null;
    text: string;
    outputBlob: string | null;
    picture: Attachment | null;
    exitCode: number | null;
    change: FileChange | null;
  }) => void;
  /** Records what became of a part of a call. */
  readonly audit: (entry: AuditEntry) => void;
  readonly refuse: (step: Recorded & { reason: Reason; text: string }, audit: AuditEntry) => void;
  /** What became known while it ran: files that another session marked meanwhile, a memory with outside text. Whether files have it. */
  readonly mark: (marks: CallMarks) => boolean;
  readonly live: {
    readonly append: (turnId: string, chatId: string, stepId: string, text: string) => void;
    readonly shown: (stepId: string) => string | null;
    readonly end: (stepId: string) => void;
  };
  /** Takes the secrets of a workspace out of what its tools say. */
  readonly hider: (workspaceId: string) => Hider;
  /** Keeps what a call had shown when it was cut. */
  readonly keep: (stepId: string, text: string) => void;
  /** The Deputy's word on an allowed call: why a person has to be asked, or null; null where there is no Deputy. */
  readonly judgeCall: (matter: Exclude<Matter, { kind: 'inbound' }>, site: CallSite, signal: AbortSignal) => Promise<Reason | null>;
  /** Whether it flagged a text from outside; the user was told then. */
  readonly judgeText: (matter: Extract<Matter, { kind: 'inbound' }>, site: CallSite, signal: AbortSignal) => Promise<boolean>;
  /** A plugin's word before a call; it may only tighten. */
  readonly before: (event: JsonObject, signal: AbortSignal) => Promise<string | null>;
  readonly log: Log;
}
