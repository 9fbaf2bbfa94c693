import { z } from 'zod';
import { colors } from './colors.ts';
import { fileKinds } from './files.ts';
import { audiences, effects, origins, stepKinds } from './states.ts';
import { Block, Usage } from './transcript.ts';

/** An export, as docs/export-format.md describes it. A reader refuses every other number. */
export const archiveFormat = 1;

const id = z.string().regex(/^[a-z]{1,12}_[A-Za-z0-9]{1,40}$/);
const seq = z.int().min(0).max(1_000_000_000_000);
const at = z.int().min(0).max(8_640_000_000_000_000);
const text = z.string().max(20_000_000);
const short = z.string().max(1000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const flags = z.enum(['u', 's', 'us', '']).nullable();
const json = z.record(z.string(), z.unknown());
const reasonFields = { reasonCode: short.nullable(), reasonParams: json.nullable() };

/** `pynchy.json`: what kind of archive this is, and the range of its messages' numbers. */
export const ArchiveAbout = z.object({ product: z.literal('pynchy'), format: z.int(), at, firstSeq: seq, lastSeq: seq });
export type ArchiveAbout = z.infer<typeof ArchiveAbout>;

export const ArchivedPerson = z.strictObject({ id, name: short, isOwner: z.boolean() });
export const ArchivedAccount = z.strictObject({
  id,
  name: short,
  provider: short,
  baseUrl: z.string().max(2000),
  realm: short,
  defaultModel: short.nullable(),
  budgetTokens: z.int().positive().nullable(),
  color: z.enum(colors).nullable(),
  neededKey: z.boolean(),
});
export type ArchivedAccount = z.infer<typeof ArchivedAccount>;
export const ArchivedWorkspace = z.strictObject({
  id,
  name: short,
  realm: short,
  isAdmin: z.boolean(),
  sandbox: short,
  instructions: z.string().max(200_000),
  color: z.enum(colors).nullable(),
  chips: z.array(z.string().max(2000)).max(50),
  taint: flags,
  taintCause: short.nullable(),
  archivedAt: at.nullable(),
  /** It could do less than usual, or had a profile of its own: it begins locked where it comes in. */
  isLocked: z.boolean().default(false),
  accounts: z.array(z.strictObject({ id, model: short.nullable() })).max(100),
  /** The folder in `files/`; null when its files are not inside. */
  files: z.string().min(1).max(120).nullable(),
});
export type ArchivedWorkspace = z.infer<typeof ArchivedWorkspace>;
export const ArchivedMemory = z.strictObject({ workspaceId: id.nullable(), key: short, text, taint: short.nullable(), at });
export const ArchivedTask = z.strictObject({
  id,
  workspaceId: id,
  chatId: id,
  prompt: text,
  rule: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('once'), atMs: at }),
    z.strictObject({ kind: z.literal('every'), everyMs: z.int().positive(), anchorMs: z.int() }),
    z.strictObject({ kind: z.literal('cron'), cron: short }),
  ]),
  zone: short,
  context: z.enum(['own', 'chat']),
  missed: z.enum(['latest', 'skip']),
  taint: flags,
  taintCause: short.nullable(),
  createdAt: at,
  nextAt: at,
});
export type ArchivedTask = z.infer<typeof ArchivedTask>;

const AttachedFile = z.strictObject({ sha256, name: short, mime: short, bytes: z.int().min(0), path: z.string().max(4096).nullable() });
const Command = z.object({ line: text, exitCode: z.int().nullable(), output: text, outputBlob: sha256.nullable() });

/** The lines of a chat's file, in this order: chat, sessions, turns, messages, steps. Unfinished work is exported as ended. */
export const ArchivedLine = z.discriminatedUnion('record', [
  z.strictObject({
    record: z.literal('chat'),
    id,
    name: short,
    channel: short,
    workspaceId: id,
    /** The chat that a workspace has by itself on the window or the terminal. */
    isMain: z.boolean(),
    archivedAt: at.nullable(),
    lastAt: at.nullable(),
    openSessionId: id,
  }),
  z.strictObject({
    record: z.literal('session'),
    id,
    parentSessionId: id.nullable(),
    taint: flags,
    taintCause: short.nullable(),
    openedAt: at,
    closedAt: at.nullable(),
    summaryStepId: id.nullable(),
    handoff: text.nullable(),
    branchFromSeq: seq.nullable(),
    branchToSeq: seq.nullable(),
  }),
  z.strictObject({
    record: z.literal('turn'),
    id,
    sessionId: id,
    kind: z.enum(['message', 'task', 'delegate']),
    personId: id,
    state: z.enum(['done', 'failed', 'cancelled']),
    ...reasonFields,
    attempt: z.int().min(1),
    partial: z.boolean(),
    afterSeq: seq,
    started: at,
    ended: at.nullable(),
  }),
  z.strictObject({
    record: z.literal('message'),
    seq,
    id,
    sessionId: id.nullable(),
    personId: id.nullable(),
    origin: z.enum(origins),
    audience: z.enum(audiences),
    state: z.enum(['answered', 'failed', 'ignored']),
    ...reasonFields,
    turnId: id.nullable(),
    text,
    command: Command.nullable(),
    quoteId: id.nullable(),
    sentAt: at,
    acceptedAt: at,
    files: z.array(AttachedFile).max(200),
    /** Files that came with it and are not here, and why. */
    missing: z
      .array(z.strictObject({ kind: z.enum(fileKinds), name: short, bytes: z.int().min(0).nullable(), reasonCode: short }))
      .max(200),
    /** The turns that it entered, and where. */
    turns: z.array(z.strictObject({ id, atOrd: z.int() })).max(1000),
  }),
  z.strictObject({
    record: z.literal('step'),
    id,
    turnId: id,
    ord: z.int(),
    kind: z.enum(stepKinds),
    parentStepId: id.nullable(),
    accountId: id.nullable(),
    provider: short.nullable(),
    model: short.nullable(),
    attempt: z.int().min(1),
    state: z.enum(['done', 'failed', 'unknown', 'discarded']),
    ...reasonFields,
    callId: short.nullable(),
    tool: short.nullable(),
    input: json.nullable(),
    text,
    output: text.nullable(),
    outputFile: sha256.nullable(),
    /** What the call looked at. */
    pictures: z.array(AttachedFile).max(200),
    exitCode: z.int().nullable(),
    effect: z.enum(effects).nullable(),
    usage: Usage.nullable(),
    costMicros: z.int().min(0).nullable(),
    isEstimated: z.boolean(),
    blocks: z.array(Block).nullable(),
    started: at,
    ended: at.nullable(),
  }),
]);
export type ArchivedLine = z.infer<typeof ArchivedLine>;
export type ArchivedOf<K extends ArchivedLine['record']> = Extract<ArchivedLine, { record: K }>;
