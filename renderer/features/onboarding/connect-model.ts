import type { HostClient } from '#contract/client/connect.ts';
import type { AccountView, WorkspaceView } from '#contract/ui/views.ts';
import { freeName } from '../../ui/key-shape.ts';

export interface NewModel {
  readonly name: string;
  readonly provider: string;
  readonly baseUrl: string | null;
  readonly key: string | null;
}
export interface Tried {
  readonly ok: boolean;
  /** The host's own sentence. */
  readonly text: string;
  /** Null when no price is known. */
  readonly costMicros: number | null;
}

/**
 * Tries the model for real. When it answers it is saved, and every workspace that had only Practice uses it from then on; when
 * it does not, nothing is kept.
 */
export const connectModel = async (
  client: HostClient,
  model: NewModel,
  known: { accounts: readonly AccountView[]; workspaces: readonly WorkspaceView[] },
): Promise<Tried> => {
  const { name: wanted, ...how } = model;
  const tried = await client.accounts.tryOut(how);
  if (!tried.ok) return tried;
  const name = freeName(
    wanted,
    known.accounts.map((account) => account.name),
  );
  const account = await client.accounts.add({ name, ...how });
  const noAi = new Set(known.accounts.filter((a) => a.noAi).map(({ id }) => id));
  for (const workspace of known.workspaces)
    if (workspace.realm === account.realm && workspace.accounts.every(({ id }) => noAi.has(id)))
      await client.workspaces.set({ name: workspace.name, accounts: [name], model: null });
  return tried;
};
