import { z } from 'zod';
import { colors } from '../model/colors.ts';
import { fileKinds } from '../model/files.ts';
import { Reason } from '../model/reason.ts';
import {
  askKinds,
  askStates,
  audiences,
  deliveryStates,
  messageStates,
  origins,
  stepKinds,
  stepStates,
  turnStates,
  turnWaits,
} from '../model/states.ts';
import { Usage } from '../model/transcript.ts';

/** What screens and the CLI are shown. All times are UTC ms; all ids are opaque. */

/** A file of a message or of a draft. Its content is at /blobs/<sha256>. */
export const AttachmentView = z.object({ sha256: z.string(), name: z.string(), mime: z.string(), bytes: z.number().int() });
export type AttachmentView = z.infer<typeof AttachmentView>;

/** A file that came with a message and is not here: why (a code with a sentence), and whether trying again may help. */
export const MissingFileView = z.object({
  kind: z.enum(fileKinds),
  name: z.string(),
  bytes: z.number().int().nullable(),
  reason: Reason,
  canFetch: z.boolean(),
});
export type MissingFileView = z.infer<typeof MissingFileView>;

/** What people put on a message: each sign once, with the names of those who did. */
export const ReactionView = z.object({ emoji: z.string(), names: z.array(z.string()) });
export type ReactionView = z.infer<typeof ReactionView>;

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
  /** Quiet hours hold it until then. */
  heldUntil: z.number().nullable().optional(),
  /** A command's result (origin command): the command line, its exit code and its output. */
  command: z
    .object({ line: z.string(), exitCode: z.number().nullable(), output: z.string(), outputBlob: z.string().nullable() })
    .nullable(),
  attachments: z.array(AttachmentView),
  missing: z.array(MissingFileView),
  /** Said while its turn ran: the step number at which the turn heard it. null: the turn began with it, or none has it. */
  heardAt: z.number().int().nullable(),
  /** Somebody else than the owner wrote it. */
  isOther: z.boolean().optional(),
  /** Of a messenger: what others did to it. Missing when nothing. `versions`: what it said before, oldest first, until when. */
  reactions: z.array(ReactionView).optional(),
  versions: z.array(z.object({ text: z.string(), until: z.number() })).optional(),
  isDeleted: z.boolean().optional(),
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
  /** A file that it changed can be put back until then; `undoneAt` once that was done. */
  change: z.object({ undoUntil: z.number(), undoneAt: z.number().nullable() }).nullable().optional(),
  model: z
    .object({
      provider: z.string(),
      account: z.string(),
      model: z.string(),
      usage: Usage.nullable(),
      noAi: z.boolean(),
      /** In micro-dollars; null = no price known. */ costMicros: z.number().int().nullable(),
      /** The server did not count its tokens. */ isEstimated: z.boolean(),
      /** A judgement of the Deputy, and no part of the conversation. */ isDeputy: z.boolean(),
    })
    .nullable(),
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
  /** How far its words have come in a messenger: the part that is least far. null on this computer, and before it has spoken. */
  delivery: z.enum(deliveryStates).nullable().optional(),
  heldUntil: z.number().nullable().optional(),
  /** What it answers, when that stands far above: a message that was asked again. */
  again: z.string().nullable(),
  /** What people put on its answer. */
  reactions: z.array(ReactionView).optional(),
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
  /** approval: the tool and its full input; question: the questions; secret: `request_secret` with its name and why. */
  tool: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  /** Fields of the input that the model did not give: the usual value of the tool counts. */
  defaults: z.array(z.string()),
  /** The chat into which an approved call posts, and who beside the owner reads there. */
  recipient: z
    .object({
      chat: z.string(),
      kind: z.enum(['self', 'direct', 'group']),
      channel: z.string(),
      /** The linked number, where there is one. */
      connection: z.string(),
      workspace: z.string().nullable(),
      readers: z.array(z.string()),
      moreReaders: z.number().int(),
    })
    .nullable(),
  questions: z.array(z.object({ question: z.string(), options: z.array(z.string()) })),
  reason: Reason,
  createdAt: z.number(),
  expiresAt: z.number(),
  answeredBy: z.string().nullable(),
  answeredAt: z.number().nullable(),
  surface: z.string().nullable(),
  /** What became of an approved call; null while it has not begun. */
  outcome: z.enum(stepStates).nullable(),
  /** It ran out, and nobody has let the assistant decide anew. */
  canAskAgain: z.boolean(),
});
export type AskView = z.infer<typeof AskView>;

export const ChatView = z.object({
  id: z.string(),
  /** Empty until the first message names it. */
  name: z.string(),
  channel: z.string(),
  kind: z.enum(['self', 'direct', 'group']).optional(),
  /** Why nothing is sent there any more: the number is not in the group, or the owner closed the chat. */
  shut: z.enum(['left', 'closed']).optional(),
  workspaceId: z.string(),
  workspace: z.string(),
  lastAt: z.number().nullable(),
  lastText: z.string(),
  state: z.enum(['idle', 'working', 'waiting', 'failed']),
  /** Messages of others since `readSeq`; 100 stands for more than 99. */
  unread: z.number().int(),
  /** The last message that a person has seen in any window. */
  readSeq: z.number().int(),
  archived: z.boolean(),
  draft: z.string(),
  /** Uploaded for the next message and not sent yet. */
  draftFiles: z.array(AttachmentView),
  sessionId: z.string(),
  /** A reset that can still be undone until then. */
  undoResetUntil: z.number().nullable(),
});
export type ChatView = z.infer<typeof ChatView>;

/** A part of a chat that an edited message stands in for: from the message that was edited to the last one before the edit. */
export const FoldView = z.object({ fromSeq: z.number().int(), toSeq: z.number().int(), messages: z.number().int() });
export type FoldView = z.infer<typeof FoldView>;

export const ThreadPage = z.object({
  chat: ChatView,
  /** Ascending by seq. */
  messages: z.array(MessageView),
  turns: z.array(TurnView),
  asks: z.array(AskView),
  /** Pass as `before` for the page above; null at the top. */
  olderBefore: z.number().int().nullable(),
  /** Pass as `after` for the page below; null at the end. */
  newerAfter: z.number().int().nullable(),
  /** All of the chat; what is in them is in no page. */
  folds: z.array(FoldView),
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
  /** In micro-dollars, for the calls whose price is known; null when none is. */
  costMicrosThisMonth: z.number().int().nullable(),
  unpricedCallsThisMonth: z.number().int(),
  color: z.enum(colors),
  /** Workspaces that use it, by name. */
  usedBy: z.array(z.string()),
});
export type AccountView = z.infer<typeof AccountView>;

export const WorkspaceView = z.object({
  id: z.string(),
  name: z.string(),
  realm: z.string(),
  isAdmin: z.boolean(),
  sandbox: z.string(),
  /** What it may do: the name of a profile. */
  profile: z.string(),
  /** In the order in which they are tried. */
  accounts: z.array(z.object({ id: z.string(), name: z.string(), provider: z.string() })),
  model: z.string().nullable(),
  folder: z.string(),
  /** `folder` is one of the owner's own: it stays where it is, whatever becomes of the workspace. */
  isOwnFolder: z.boolean(),
  tainted: Reason.nullable(),
  color: z.enum(colors),
  /** For the model, in every request. */
  instructions: z.string(),
  /** First things to say, offered in an empty chat. */
  chips: z.array(z.string()),
  lastUsedAt: z.number().nullable(),
  archivedAt: z.number().nullable(),
});
export type WorkspaceView = z.infer<typeof WorkspaceView>;

export const TrashedWorkspaceView = z.object({
  id: z.string(),
  name: z.string(),
  color: z.enum(colors),
  deletedAt: z.number(),
  goneAt: z.number(),
});
export type TrashedWorkspaceView = z.infer<typeof TrashedWorkspaceView>;

export const MemoryView = z.object({
  id: z.string(),
  /** For all workspaces. */
  everywhere: z.boolean(),
  key: z.string(),
  text: z.string(),
  /** Noted after outside text was read. */
  tainted: z.boolean(),
});
export type MemoryView = z.infer<typeof MemoryView>;

export const FileEntryView = z.object({
  name: z.string(),
  kind: z.enum(['file', 'dir', 'link', 'other']),
  bytes: z.number(),
  modifiedMs: z.number(),
});
export type FileEntryView = z.infer<typeof FileEntryView>;
