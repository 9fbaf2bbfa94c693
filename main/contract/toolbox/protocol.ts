import * as z from 'zod/mini';
import { toolboxErrorCodes } from './toolbox.ts';

/**
 * The wire form of a toolbox: frames (frames.ts) whose head is one of the messages below; binary data travels in the
 * frame's body. Both sides parse what they receive with these schemas, and an unparsable frame ends the pipe.
 *
 * Order: host sends `hello`, toolbox answers it; then calls by id, each ending with exactly one `result` or `error`.
 */
export const protocolVersion = 1;

/** Where the workspace is for whoever speaks the protocol, wherever its folder really lies. */
export const workspaceBase = '/workspace';

/** The environment variable by which every process of an exec call can be found again. */
export const callIdVariable = 'PYNCHY_CALL';

/** The environment variable with the mark by which a toolbox that outlives its host knows that a new one has come. */
export const markVariable = 'PYNCHY_MARK';

/** Unacknowledged bytes a call may have on the way before its sender waits. */
export const windowBytes = 1024 * 1024;
/** The same for a connection to the outside, of which there may be many. */
export const tunnelWindowBytes = 256 * 1024;
/** The environment variable with the port where a toolbox offers the way out; without it there is none. */
export const proxyVariable = 'PYNCHY_PROXY_PORT';
/** Bytes that travel in one frame. */
export const chunkBytes = 64 * 1024;
/** Output of one exec call that is passed on; the rest is read, counted and dropped. */
export const outputLimitBytes = 50 * 1024 * 1024;
/** Commands that may run in the background at the same time, and what is kept of the end of each one's output. */
export const jobsAtOnce = 16;
export const jobLogBytes = 1024 * 1024;
/** The largest file that writeFile and readFile move in one call. */
export const fileLimitBytes = 64 * 1024 * 1024;

const count = z.int().check(z.nonnegative());
const path = z.string().check(z.minLength(1), z.maxLength(4096));
const pattern = z.string().check(z.minLength(1), z.maxLength(4096));
const job = z.string().check(z.regex(/^p[0-9]{1,9}$/));
const limit = z.int().check(z.positive(), z.maximum(10_000));

/** What can be asked, by name. `writeFile` and `exec` are followed by `upload` bytes in `data` frames. */
export const Op = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('exec'),
    callId: z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,128}$/)),
    command: z.string().check(z.maxLength(1_000_000)),
    cwd: z.optional(path),
    timeoutMs: z.int().check(z.positive(), z.maximum(2_147_483_647)),
    env: z.optional(z.record(z.string(), z.string())),
    upload: count,
  }),
  z.object({ op: z.literal('readFile'), path, maxBytes: count, offset: count }),
  z.object({ op: z.literal('writeFile'), path, expectHash: z.optional(z.nullable(z.string())), upload: count }),
  z.object({ op: z.literal('glob'), pattern, limit }),
  z.object({ op: z.literal('grep'), pattern, glob: z.optional(pattern), ignoreCase: z.boolean(), limit }),
  z.object({ op: z.literal('list'), path }),
  z.object({ op: z.literal('remove'), path }),
  z.object({ op: z.literal('move'), path, to: path }),
  z.object({ op: z.literal('makeFolder'), path }),
  z.object({ op: z.literal('processes') }),
  z.object({
    op: z.literal('startJob'),
    command: z.string().check(z.maxLength(1_000_000)),
    cwd: z.optional(path),
  }),
  z.object({ op: z.literal('jobs') }),
  z.object({
    op: z.literal('jobLog'),
    job,
    from: z.nullable(count),
    maxBytes: z.int().check(z.positive(), z.maximum(jobLogBytes)),
    waitMs: z.int().check(z.nonnegative(), z.maximum(600_000)),
  }),
  z.object({ op: z.literal('stopJob'), job }),
  z.object({ op: z.literal('stopProcess'), pid: z.int().check(z.positive()) }),
]);
export type Op = z.infer<typeof Op>;
export type OpName = Op['op'];
export type OpOf<N extends OpName> = Extract<Op, { op: N }>;

/** The value that each op ends with; `readFile` and `jobLog` deliver the bytes before it in `data` frames. */
export const results = {
  exec: z.object({
    exitCode: z.nullable(z.int()),
    ended: z.enum(['exit', 'signal', 'timeout', 'cancelled']),
    signal: z.optional(z.string()),
    ms: z.number(),
    clean: z.boolean(),
    droppedBytes: count,
  }),
  readFile: z.object({ size: count, hash: z.string() }),
  writeFile: z.object({ hash: z.string(), created: z.boolean() }),
  glob: z.object({ paths: z.array(z.string()), truncated: z.boolean() }),
  grep: z.object({ matches: z.array(z.object({ path: z.string(), line: count, text: z.string() })), truncated: z.boolean() }),
  list: z.object({
    entries: z.array(z.object({ name: z.string(), kind: z.enum(['file', 'dir', 'link', 'other']), bytes: count, modifiedMs: z.number() })),
    truncated: z.boolean(),
  }),
  remove: z.object({}),
  move: z.object({}),
  makeFolder: z.object({}),
  processes: z.object({
    processes: z.array(
      z.object({ pid: count, command: z.string(), seconds: z.number(), memBytes: z.number(), job: z.nullable(z.string()) }),
    ),
  }),
  startJob: z.object({ job }),
  jobs: z.object({
    jobs: z.array(
      z.object({
        job,
        command: z.string(),
        state: z.enum(['running', 'ended']),
        exitCode: z.nullable(z.int()),
        signal: z.nullable(z.string()),
        seconds: z.number(),
        logBytes: count,
      }),
    ),
  }),
  jobLog: z.object({ from: count, next: count, state: z.enum(['running', 'ended']) }),
  stopJob: z.object({ clean: z.boolean() }),
  stopProcess: z.object({}),
} as const;
export type OpResult<N extends OpName> = z.infer<(typeof results)[N]>;

const id = count;
/** Host to toolbox. */
export const HostMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.int(), nonce: z.string() }),
  z.object({ type: z.literal('call'), id, call: Op }),
  z.object({ type: z.literal('data'), id }),
  z.object({ type: z.literal('ack'), id, bytes: count }),
  z.object({ type: z.literal('cancel'), id }),
  /** Says that the host lives; a toolbox that can outlive its host ends when it hears none for a while. */
  z.object({ type: z.literal('ping'), id }),
  /** Connections to the outside: `id` is the toolbox's. Bytes travel in `tunnel` frames. */
  z.object({ type: z.literal('connected'), id }),
  z.object({ type: z.literal('refused'), id, code: z.string(), message: z.string() }),
  z.object({ type: z.literal('tunnel'), id }),
  z.object({ type: z.literal('tunnel-ack'), id, bytes: count }),
  z.object({ type: z.literal('tunnel-end'), id }),
]);
export type HostMessage = z.infer<typeof HostMessage>;

/** Toolbox to host. */
export const ToolboxMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.int(),
    nonce: z.string(),
    version: z.string(),
    kind: z.enum(['process', 'just-bash']),
    features: z.array(z.string()),
    missing: z.array(z.string()),
  }),
  z.object({ type: z.literal('output'), id, stream: z.enum(['stdout', 'stderr']) }),
  z.object({ type: z.literal('data'), id }),
  z.object({ type: z.literal('ack'), id, bytes: count }),
  z.object({ type: z.literal('pong'), id }),
  z.object({
    type: z.literal('connect'),
    id,
    host: z.string().check(z.maxLength(1_000)),
    port: z.int().check(z.minimum(0), z.maximum(99_999)),
  }),
  z.object({ type: z.literal('tunnel'), id }),
  z.object({ type: z.literal('tunnel-ack'), id, bytes: count }),
  z.object({ type: z.literal('tunnel-end'), id }),
  z.object({ type: z.literal('result'), id, value: z.unknown() }),
  z.object({ type: z.literal('error'), id, code: z.enum(toolboxErrorCodes), message: z.string() }),
]);
export type ToolboxMessage = z.infer<typeof ToolboxMessage>;
