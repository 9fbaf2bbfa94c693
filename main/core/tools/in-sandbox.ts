import { type Toolbox, ToolboxError } from '#contract/toolbox/toolbox.ts';
import { plainLine } from '../base/plain-text.ts';
import type { OutputBlobs } from './output.ts';
import { type AgentTool, noFlows, type ToolContext, type ToolFlows, type ToolOutcome } from './tool.ts';

export interface SandboxToolDeps {
  acquire(workspaceId: string, signal: AbortSignal, turnId: string): Promise<Toolbox>;
  readonly blobs: OutputBlobs;
  /** What a file is by its first bytes. */
  readonly mimeOf: (head: Uint8Array) => string;
  /** Whether a workspace's sandbox can reach anybody. */
  readonly isNetworked: (workspaceId: string) => boolean;
  /** Secrets that commands may get: their names, and the value for one call, null when it may not be used now. */
  readonly secrets: {
    readonly forCommands: (workspaceId: string) => readonly string[];
    readonly reveal: (workspaceId: string, name: string, forWhat: { turnId: string; callId: string }) => string | null;
  };
}

// The files of a workspace are its owner's.
export const privateFiles: ToolFlows = { ...noFlows, secretSource: true };

/** A command of a workspace with a network brings text in and can carry it out. */
export const commandFlows =
  (deps: SandboxToolDeps): AgentTool['flows'] =>
  (workspace) =>
    deps.isNetworked(workspace.id) ? { untrustedSource: true, secretSource: true, publicSink: true } : privateFiles;

/** Runs `work` with the workspace's toolbox; what the toolbox refuses is an outcome, not a throw. */
export const workIn =
  (deps: SandboxToolDeps) =>
  async (context: ToolContext, signal: AbortSignal, work: (toolbox: Toolbox) => Promise<ToolOutcome>): Promise<ToolOutcome> => {
    const toolbox = await deps.acquire(context.workspace.id, signal, context.turn.id);
    try {
      return await work(toolbox);
    } catch (error) {
      if (!(error instanceof ToolboxError)) throw error;
      if (error.code === 'gone')
        return { ok: false, text: 'The sandbox ended while this was running; it may or may not have happened.', unknown: true };
      // Its message came out of the sandbox.
      return { ok: false, text: sentences[error.code] ?? plainLine(error.message, 500) };
    }
  };

const sentences: Partial<Record<ToolboxError['code'], string>> = {
  'not-found': 'There is no such file.',
  'outside-workspace': 'That path leads out of the workspace; only files below /workspace can be used.',
  'is-directory': 'That is a folder, not a file.',
  'not-directory': 'A part of that path is a file, not a folder.',
  changed: 'The file was changed by somebody else meanwhile; read it again and repeat the edit.',
  'no-process': 'There is no such process. process_list names those that there are.',
  'no-space': 'The disk is full.',
  'not-permitted': 'The file may not be used (permissions).',
};
