/**
 * What the host can ask of a running toolbox, whatever sandbox it lives in. The wire form is in protocol.ts.
 * Paths are as the agent sees them: absolute below /workspace, or relative to it. A path that leaves the workspace
 * (by .. or a symlink) is refused with `outside-workspace`.
 */
export interface Toolbox {
  readonly hello: ToolboxHello;
  /** Runs a shell command. Output arrives as it comes; stdout and stderr are kept apart. Aborting kills the whole tree. */
  exec(request: ExecRequest, onOutput: (stream: 'stdout' | 'stderr', text: string) => void, signal: AbortSignal): Promise<ExecResult>;
  readFile(path: string, options: { maxBytes: number; offset?: number }, signal: AbortSignal): Promise<FileContent>;
  /** Atomic (temporary file and rename). With `expectHash` it fails with `changed` when the file is not what was read; `null` = must not exist. */
  writeFile(
    path: string,
    data: Uint8Array,
    options: { expectHash?: string | null },
    signal: AbortSignal,
  ): Promise<{ hash: string; created: boolean }>;
  /** Newest first, at most `limit`; `truncated` says there were more. */
  glob(pattern: string, options: { limit: number }, signal: AbortSignal): Promise<{ paths: string[]; truncated: boolean }>;
  grep(
    pattern: string,
    options: { glob?: string; ignoreCase?: boolean; limit: number },
    signal: AbortSignal,
  ): Promise<{ matches: GrepMatch[]; truncated: boolean }>;
  list(path: string, signal: AbortSignal): Promise<{ entries: DirEntry[]; truncated: boolean }>;
  remove(path: string, signal: AbortSignal): Promise<void>;
  /** Nothing is overwritten (`exists`); missing folders of `to` are made. */
  move(path: string, to: string, signal: AbortSignal): Promise<void>;
  makeFolder(path: string, signal: AbortSignal): Promise<void>;
  /** What commands have started and is still there, also in the background. */
  processes(signal: AbortSignal): Promise<RunningProcess[]>;
  /** Only with the feature `jobs`, as the four below: starts a command in the background and keeps its output. `too-many` beyond 16. */
  startJob(request: { command: string; cwd?: string }, signal: AbortSignal): Promise<string>;
  /** Also those that have ended, oldest first. */
  jobs(signal: AbortSignal): Promise<Job[]>;
  /**
   * Output from byte `from` on (null: its end), at most `maxBytes`. When there is none yet it waits up to `waitMs` for some, or
   * for the end of the job. `from` of the result is later than asked for when that part is not kept any more.
   */
  jobLog(job: string, options: { from: number | null; maxBytes: number; waitMs: number }, signal: AbortSignal): Promise<JobLog>;
  /** Ends it with everything that it started; `clean: false` when some of that survived. */
  stopJob(job: string, signal: AbortSignal): Promise<{ clean: boolean }>;
  /** Ends one process that commands left behind. */
  stopProcess(pid: number, signal: AbortSignal): Promise<void>;
}
/** A command in the background. */
export interface Job {
  readonly job: string;
  readonly command: string;
  readonly state: 'running' | 'ended';
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly seconds: number;
  /** All that it ever printed. */
  readonly logBytes: number;
}
export interface JobLog {
  readonly data: Uint8Array;
  readonly from: number;
  /** Where to read on. */
  readonly next: number;
  readonly state: Job['state'];
}
export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
  readonly seconds: number;
  readonly memBytes: number;
  /** Of which command in the background it is; null when it was left behind by another. */
  readonly job: string | null;
}
export interface ToolboxHello {
  readonly version: string;
  readonly kind: 'process' | 'just-bash';
  readonly features: readonly string[];
  /** Programs an agent commonly expects and this sandbox does not have (git, python3, node …). */
  readonly missing: readonly string[];
}
export interface ExecRequest {
  readonly callId: string;
  readonly command: string;
  readonly cwd?: string;
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}
export interface ExecResult {
  /** null when it was ended by a signal, a time-out or a cancel. */
  readonly exitCode: number | null;
  readonly ended: 'exit' | 'signal' | 'timeout' | 'cancelled';
  readonly signal?: string;
  readonly ms: number;
  /** False when processes of the call survived the kill: the sandbox must be restarted. */
  readonly clean: boolean;
  /** Bytes of output that were dropped because the call printed more than the toolbox passes on (50 MB). */
  readonly droppedBytes: number;
}
export interface FileContent {
  readonly data: Uint8Array;
  readonly size: number;
  /** sha-256 hex of the whole file. */
  readonly hash: string;
}
export interface GrepMatch {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}
export interface DirEntry {
  readonly name: string;
  readonly kind: 'file' | 'dir' | 'link' | 'other';
  readonly bytes: number;
  readonly modifiedMs: number;
}
/** Codes a toolbox answers with instead of a value. */
export const toolboxErrorCodes = [
  'not-found',
  'outside-workspace',
  'is-directory',
  'not-directory',
  'changed',
  'exists',
  'too-large',
  'too-many',
  'no-process',
  'not-permitted',
  'no-space',
  'bad-pattern',
  'bad-request',
  'cancelled',
  'gone',
  'io',
] as const;
export type ToolboxErrorCode = (typeof toolboxErrorCodes)[number];
export class ToolboxError extends Error {
  readonly code: ToolboxErrorCode;
  constructor(code: ToolboxErrorCode, message: string) {
    super(message);
    this.name = 'ToolboxError';
    this.code = code;
  }
}
