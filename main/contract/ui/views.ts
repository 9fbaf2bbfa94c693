import { z } from 'zod';
import { Reason } from '../model/reason.ts';
import {
  askKinds,
  askStates,
  audiences,
  deliveryStates,
  isolations,
  messageStates,
  origins,
  roles,
  sandboxStates,
  stepKinds,
  stepStates,
  turnStates,
  turnWaits,
} from '../model/states.ts';
import { Usage } from '../model/transcript.ts';

/** What screens and the CLI are shown. All times are UTC ms; all ids are opaque. */

export const MessageView = z.object({
  seq: z.number().int(),
  id: z.string(),
  chatId: z.string(),
  origin: z.enum(origins),
  audience: z.enum(audiences),
  state: z.enum(messageStates),
  reason: Reason.nullable(),
  /** Who wrote it, as shown; null for the harness. */
  author: z.string().nullable(),
  text: z.string(),
  sentAt: z.number(),
  turnId: z.string().nullable(),
  delivery: z.enum(deliveryStates).nullable(),
  /** A command's result (origin command): the command line, its exit code and its output. */
  command: z
    .object({ line: z.string(), exitCode: z.number().nullable(), output: z.string(), outputBlob: z.string().nullable() })
    .nullable(),
});
export type MessageView = z.infer<typeof MessageView>;

export const StepView = z.object({
  id: z.string(),
  turnId: z.string(),
  ord: z.number().int(),
  kind: z.enum(stepKinds),
  state: z.enum(stepStates),
  reason: Reason.nullable(),
  /** Text and thinking: the text so far. Summary: the summary. */
  text: z.string(),
  tool: z
    .object({
      name: z.string(),
      input: z.record(z.string(), z.unknown()),
      /** First part of the output; the whole is behind outputBlob when that is set. */
      output: z.string(),
      outputBlob: z.string().nullable(),
      exitCode: z.number().nullable(),
    })
    .nullable(),
  model: z.object({ provider: z.string(), account: z.string(), model: z.string(), usage: Usage.nullable(), noAi: z.boolean() }).nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
});
export type StepView = z.infer<typeof StepView>;

export const TurnView = z.object({
  id: z.string(),
  chatId: z.string(),
  /** Shown after the message with this seq. */
  afterSeq: z.number().int(),
  state: z.enum(turnStates),
  wait: z.enum(turnWaits).nullable(),
  reason: Reason.nullable(),
  attempt: z.number().int(),
  /** Next automatic try, when there is one. */
  nextAt: z.number().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  noAi: z.boolean(),
  /** It ended, and no later turn took its messages: a person may have it tried again. */
  canRetry: z.boolean(),
  /** What it answers, when that stands far above: a message that was asked again. */
  again: z.string().nullable(),
  steps: z.array(StepView),
});
export type TurnView = z.infer<typeof TurnView>;

export const AskView = z.object({
  id: z.string(),
  /** Six characters, what a person types. */
  shortId: z.string(),
  kind: z.enum(askKinds),
  state: z.enum(askStates),
  turnId: z.string(),
  chatId: z.string(),
  workspace: z.string(),
  /** approval: the tool and its full input; question: the questions. */
  tool: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  questions: z.array(z.object({ question: z.string(), options: z.array(z.string()) })),
  reason: Reason,
  createdAt: z.number(),
  expiresAt: z.number(),
  answeredBy: z.string().nullable(),
  answeredAt: z.number().nullable(),
  surface: z.string().nullable(),
});
export type AskView = z.infer<typeof AskView>;

export const ChatView = z.object({
  id: z.string(),
  name: z.string(),
  channel: z.string(),
  workspaceId: z.string(),
  workspace: z.string(),
  lastAt: z.number().nullable(),
  lastText: z.string(),
  state: z.enum(['idle', 'working', 'waiting', 'failed']),
  draft: z.string(),
  sessionId: z.string(),
  /** A reset that can still be undone until then. */
  undoResetUntil: z.number().nullable(),
});
export type ChatView = z.infer<typeof ChatView>;

export const ThreadPage = z.object({
  chat: ChatView,
  /** Ascending by seq. */
  messages: z.array(MessageView),
  turns: z.array(TurnView),
  asks: z.array(AskView),
  /** Pass as `before` for the page above; null at the top. */
  olderBefore: z.number().int().nullable(),
  /** Events up to this seq are contained. */
  eventSeq: z.number().int(),
});
export type ThreadPage = z.infer<typeof ThreadPage>;

export const AccountView = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  baseUrl: z.string(),
  realm: z.string(),
  hasKey: z.boolean(),
  noAi: z.boolean(),
  /** Most it may spend per calendar month in tokens; null = no cap. */
  budgetTokens: z.number().int().nullable(),
  usedTokensThisMonth: z.number().int(),
});
export type AccountView = z.infer<typeof AccountView>;

export const WorkspaceView = z.object({
  id: z.string(),
  name: z.string(),
  realm: z.string(),
  isAdmin: z.boolean(),
  sandbox: z.string(),
  /** In the order in which they are tried. */
  accounts: z.array(z.object({ id: z.string(), name: z.string(), provider: z.string() })),
  model: z.string().nullable(),
  folder: z.string(),
  tainted: Reason.nullable(),
});
export type WorkspaceView = z.infer<typeof WorkspaceView>;

export const SandboxView = z.object({
  workspaceId: z.string(),
  workspace: z.string(),
  provider: z.string().nullable(),
  isolation: z.enum(isolations).nullable(),
  version: z.string().nullable(),
  state: z.enum(sandboxStates),
  reason: Reason.nullable(),
  sentence: z.string(),
});
export type SandboxView = z.infer<typeof SandboxView>;

export const TaskView = z.object({
  id: z.string(),
  workspace: z.string(),
  chatId: z.string(),
  prompt: z.string(),
  rule: z.string(),
  zone: z.string(),
  enabled: z.boolean(),
  nextAt: z.number().nullable(),
  last: z.object({ dueAt: z.number(), state: z.string() }).nullable(),
});
export type TaskView = z.infer<typeof TaskView>;

export const PluginView = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  version: z.string(),
  enabled: z.boolean(),
  state: z.enum(['active', 'disabled', 'failed', 'activating']),
  reason: Reason.nullable(),
  permissions: z.array(z.object({ kind: z.string(), why: z.string() })),
  contributes: z.array(z.object({ kind: z.string(), id: z.string(), title: z.string() })),
  settingsSchema: z.record(z.string(), z.unknown()).nullable(),
  settings: z.record(z.string(), z.unknown()),
});
export type PluginView = z.infer<typeof PluginView>;

export const StatusView = z.object({
  host: z.object({
    version: z.string(),
    pid: z.number(),
    bootId: z.string(),
    startedAt: z.number(),
    dataDir: z.string(),
    url: z.string().nullable(),
    vault: z.enum(['ready', 'locked', 'damaged']),
    notices: z.array(Reason),
  }),
  connections: z.array(z.object({ id: z.string(), channel: z.string(), name: z.string(), state: z.string() })),
  sandboxes: z.array(SandboxView),
  turns: z.object({
    running: z.array(
      z.object({
        id: z.string(),
        chatId: z.string(),
        state: z.enum(turnStates),
        messages: z.array(z.object({ id: z.string(), state: z.enum(messageStates) })),
      }),
    ),
    queued: z.number().int(),
  }),
  tasks: z.array(TaskView),
});
export type StatusView = z.infer<typeof StatusView>;

export const PersonView = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) });
