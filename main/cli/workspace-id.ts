import type { HostClient } from '#contract/client/connect.ts';
import { type Invocation, text, UsageError } from './command.ts';

/** The id of the workspace that was named, by `given` or --workspace; "home" without one. Throws UsageError with those that there are. */
export const workspaceId = async (call: Invocation, host: HostClient, given?: string): Promise<string> => {
  const name = given ?? text(call, 'workspace') ?? 'home';
  const all = await host.workspaces.list();
  const found = all.find((workspace) => workspace.name === name);
  if (!found) throw new UsageError(`There is no workspace "${name}". There are: ${all.map((w) => w.name).join(', ')}.`);
  return found.id;
};
