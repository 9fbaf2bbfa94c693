import type { ExecResult, RunningProcess, ToolboxHello } from '../../contract/toolbox/toolbox.ts';
import type { Jobs } from './jobs.ts';

export interface ShellCall {
  readonly callId: string;
  readonly command: string;
  /** Relative to the workspace; '' is its root. It exists. */
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Uint8Array;
}

/** Passes output on; resolves when there is room for more. */
export type Emit = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => Promise<void>;

/** What runs commands: real processes (process-shell.ts) or an interpreter (bash-shell.ts). */
export interface Shell {
  readonly kind: ToolboxHello['kind'];
  readonly features: readonly string[];
  missing(): Promise<string[]>;
  run(call: ShellCall, emit: Emit, signal: AbortSignal): Promise<ExecResult>;
  /** What commands have started and is still there. */
  processes(): Promise<RunningProcess[]>;
  /** Ends one of them; rejects `no-process` for what no command has started. */
  stopProcess(pid: number): Promise<void>;
  /** Commands in the background; null where there can be none. */
  readonly jobs: Jobs | null;
  /** Ends everything that was started, also what earlier calls left in the background. */
  close(): Promise<void>;
}

/** Programs an agent commonly expects. */
export const expectedPrograms: readonly string[] = [
  'awk',
  'curl',
  'find',
  'gcc',
  'git',
  'grep',
  'jq',
  'make',
  'node',
  'npm',
  'pip3',
  'python3',
  'rg',
  'sed',
  'sqlite3',
  'tar',
  'unzip',
  'wget',
  'zip',
];

/** Lets `limitBytes` of a call's output through and counts the rest. */
export const createOutputLimit = (limitBytes: number): { admit(bytes: Uint8Array): Uint8Array; readonly droppedBytes: number } => {
  let passed = 0;
  let dropped = 0;
  return {
    admit: (bytes) => {
      const part = bytes.subarray(0, Math.max(0, limitBytes - passed));
      passed += part.length;
      dropped += bytes.length - part.length;
      return part;
    },
    get droppedBytes() {
      return dropped;
    },
  };
};
