import type { SessionPast } from '#contract/model/past.ts';
import type { ModelPrice } from '#contract/model/price.ts';
import type { Reason } from '#contract/model/reason.ts';
import type { Account, Chat, Memory, Message, Session, Step, Turn, Workspace } from '#contract/model/records.ts';
import type { Block, ModelRequest, ToolCallBlock, ToolSpec, Usage } from '#contract/model/transcript.ts';
import type { AccountRef, ModelProvider } from '#plugin-api';
import type { Log } from '../base/log.ts';
import type { LiveText } from './live-text.ts';

/** One account that may answer for a workspace now, in the workspace's order. */
export interface Candidate {
  readonly account: Account;
  readonly ref: AccountRef;
  readonly provider: ModelProvider;
  readonly model: string;
  /** Tokens that fit into one request. */
  readonly contextTokens: number;
  /** Asks the account's server once; false when it does not say. */
  readonly seesPictures: () => Promise<boolean>;
  /** null = nobody said what it costs. */
  readonly price: ModelPrice | null;
}
/** Why an account of the order cannot be used now. */
export interface Refusal {
  readonly account: Account;
  readonly reason: Reason;
  /** When it may work again; null when a person has to do something. */
  readonly nextAt: number | null;
}

export interface StreamedPart {
  readonly stepId: string;
  readonly ord: number;
  readonly kind: 'text' | 'thinking';
  readonly text: string;
}

/** What the agent needs from the rest of the host; all of it functions over committed data. */
export interface AgentDeps {
  readonly chat: (id: string) => Chat;
  readonly workspace: (id: string) => Workspace;
  readonly session: (id: string) => Session;
  readonly turn: (id: string) => Turn;
  /** The turns that a session's requests tell of, those before a branch included. */
  readonly pastOf: (sessionId: string) => SessionPast;
  readonly steps: (turnId: string) => Step[];
  readonly step: (id: string) => Step | null;
  readonly messagesOf: (turnId: string) => { message: Message; atOrd: number }[];
  readonly personName: (id: string | null) => string;
  readonly nextOrd: (turnId: string) => number;
  readonly steer: (turnId: string, atOrd: number) => number;
  readonly showCommands: (turnId: string, atOrd: number) => void;
  readonly memories: (workspaceId: string) => Memory[];
  /** Those that exist in a workspace. */
  readonly tools: (workspaceId: string) => ToolSpec[];
  readonly zone: () => string;

  /** Usable accounts in order; `refused` says why the others are not. */
  readonly candidates: (workspace: Workspace) => Promise<{ usable: Candidate[]; refused: Refusal[] }>;
  /** Commits call and reservation. False when the account's budget does not allow it. */
  readonly beginCall: (c: {
    stepId: string;
    turnId: string;
    ord: number;
    candidate: Candidate;
    attempt: number;
    /** Of `tokens`, what the request takes. */
    inputTokens: number;
    tokens: number;
    /** No part of the conversation. */
    isDeputy?: boolean;
  }) => { ok: true } | { ok: false; nextAt: number };
  readonly endCall: (e: {
    stepId: string;
    turnId: string;
    state: 'done' | 'failed' | 'discarded';
    reason: Reason | null;
    usage: Usage;
    blocks: readonly Block[];
    parts: readonly StreamedPart[];
    unseenChars: number;
  }) => void;
  readonly flushParts: (turnId: string, modelStepId: string, parts: readonly StreamedPart[]) => void;
  readonly notice: (turnId: string, reason: Reason) => void;
  readonly addSummary: (s: { stepId: string; turnId: string; sessionId: string; text: string; coversTurnId: string }) => void;
  readonly live: LiveText;
  readonly warmSandbox: (workspaceId: string, turnId: string) => void;

  readonly execute: (
    site: { turn: Turn; workspace: Workspace; chat: Chat; session: Session; modelStepId: string; index: number; block: ToolCallBlock },
    signal: AbortSignal,
  ) => Promise<'recorded' | 'waiting'>;
  /** Whether a person was asked about the answer that this call wrote. */
  readonly wasAsked: (turnId: string, modelStepId: string) => boolean;
  /** Whether the answer may go into the chat. `waiting`: a person is asked, and the turn must be left. `kept`: it stays here. */
  readonly judgeAnswer: (turn: Turn, modelStepId: string, text: string, signal: AbortSignal) => Promise<AnswerFate>;
  /** Has what others said between two places of a turn judged; the user is told when it is flagged. */
  readonly judgeSaid: (turn: Turn, said: { text: string; from: number; upTo: number }, signal: AbortSignal) => Promise<void>;
  readonly waitForQuota: (turnId: string, reason: Reason, nextAt: number) => void;
  /** Ends the turn with its message and deliveries (the reset that reset_context asked for included). */
  readonly endTurn: (
    turn: Turn,
    end: {
      state: 'done' | 'failed' | 'cancelled';
      reason: Reason | null;
      text: string;
      partial: boolean;
      /** Nothing of it leaves this computer. */
      isKept?: boolean;
      /** The approval that lets it out. */
      askId?: string | null;
    },
  ) => Promise<void>;
  /** Puts the turn back to the queue: the host is going down, or everything was stopped. */
  readonly interrupt: (turnId: string, why: 'shutdown' | 'emergency') => void;
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
  readonly mono: () => number;
  readonly log: Log;
}

export type AnswerFate =
  | { readonly kind: 'sent'; readonly askId: string | null }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'kept'; readonly reason: Reason };

/** Why a run was told to stop: the abort reason of its signal. */
export class StopRun extends Error {
  readonly why: 'user' | 'shutdown' | 'emergency';
  constructor(why: StopRun['why']) {
    super(`stopped by ${why}`);
    this.name = 'StopRun';
    this.why = why;
  }
}

export type CallOutcome =
  | { readonly kind: 'done'; readonly stop: 'done' | 'tools' | 'length' | 'refused'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: Reason; readonly partial: boolean }
  | { readonly kind: 'quota'; readonly reason: Reason; readonly nextAt: number }
  | { readonly kind: 'too-large' };

export type BuiltRequest = Omit<ModelRequest, 'model'>;
