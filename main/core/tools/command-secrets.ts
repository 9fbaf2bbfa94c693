import type { SandboxToolDeps } from './in-sandbox.ts';
import type { Resolved, ToolContext } from './tool.ts';

interface Wish {
  readonly background?: boolean;
  readonly secrets?: readonly string[] | undefined;
}

/** Before anybody is asked: a command may only name secrets that it would get. */
export const checkSecrets = <T extends Wish>(deps: Pick<SandboxToolDeps, 'secrets'>, input: T, workspaceId: string): Resolved<T> => {
  const { secrets = [], background } = input;
  if (secrets.length > 0 && background)
    return { ok: false, text: 'Secrets are only for commands that are waited for. Leave out background or secrets. Nothing was done.' };
  const there = deps.secrets.forCommands(workspaceId);
  const missing = secrets.filter((name) => !there.includes(name));
  if (missing.length === 0) return { ok: true, input };
  const known = there.length === 0 ? 'There are none' : `There are: ${there.join(', ')}`;
  return {
    ok: false,
    text: `Commands here have no secret ${missing.join(', ')}. ${known}. request_secret asks for one. Nothing was done.`,
  };
};

/** The environment of one call. A secret that was taken away meanwhile ends it. */
export const secretsFor = (
  deps: Pick<SandboxToolDeps, 'secrets'>,
  names: readonly string[] = [],
  { workspace, turn, callId }: Pick<ToolContext, 'workspace' | 'turn' | 'callId'>,
): { ok: true; env: Record<string, string> } | { ok: false; text: string } => {
  const env: Record<string, string> = {};
  for (const name of names) {
    const value = deps.secrets.reveal(workspace.id, name, { turnId: turn.id, callId });
    if (value === null) return { ok: false, text: `The secret ${name} cannot be used now. Nothing was done.` };
    env[name] = value;
  }
  return { ok: true, env };
};
