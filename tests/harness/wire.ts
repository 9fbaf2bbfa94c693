import type { HostClient } from '#contract/client/connect.ts';
import type { Json, SimRequest } from '../sim/models/actions.ts';
import type { ModelSim } from '../sim/models/server.ts';

/** Adds an account for a simulated server and lets a workspace use it. */
export const useModel = async (
  client: HostClient,
  sim: ModelSim,
  o: { name?: string; workspace?: string; key?: string | null; budgetTokens?: number } = {},
): Promise<void> => {
  const name = o.name ?? 'sim';
  await client.accounts.add({
    name,
    provider: 'openai',
    baseUrl: `${sim.url}/v1`,
    key: o.key === undefined ? 'sim-key-0123456789' : o.key,
    budgetTokens: o.budgetTokens ?? null,
  });
  await client.workspaces.set({ name: o.workspace ?? 'home', accounts: [name], model: 'sim-large' });
};

/** The model calls among what a server got (lists of models left out). */
export const callsOf = (sim: ModelSim): SimRequest[] => sim.requests.filter((r) => r.method === 'POST');

export const messagesOf = (request: SimRequest | undefined): readonly Json[] => (request?.body.messages ?? []) as readonly Json[];

/** Everything a request says, as one text. */
export const textOf = (request: SimRequest | undefined): string => JSON.stringify(messagesOf(request));

/** How often `part` stands in `whole`. */
export const countIn = (whole: string, part: string): number => whole.split(part).length - 1;

/** Outputs of tools at the end of a request: what the model was told last. */
export const lastResults = (request: SimRequest | undefined): string[] => {
  const messages = messagesOf(request);
  return messages
    .slice(messages.findLastIndex((m) => m.role === 'assistant') + 1)
    .flatMap((m) => (m.role === 'tool' ? [String(m.content)] : []));
};

/** A promise that a test resolves. */
export const gate = (): { readonly promise: Promise<void>; open(): void } => {
  let open: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
};
