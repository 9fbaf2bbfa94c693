import type { JsonObject } from '#contract/model/transcript.ts';
import type { AgentTool, Resolved, ToolContext } from './tool.ts';

export interface SecretHeaderDeps {
  /** The secrets of a workspace, and the hosts to which its owner lets them go. */
  readonly hostsOf: (workspaceId: string) => readonly { readonly name: string; readonly hosts: readonly string[] }[];
  /** Something to stand in for the value; null when it may not be used now. */
  readonly ticket: (
    workspaceId: string,
    name: string,
    forWhat: { turnId: string; callId: string },
  ) => { readonly text: string; end(): void } | null;
}

const placeholder = /\{\{([A-Za-z_][A-Za-z0-9_]*)\}\}/g;
const namesIn = (text: string): string[] => [...text.matchAll(placeholder)].map(([, name]) => name ?? '');
const headersOf = (input: JsonObject): [string, string][] =>
  Object.entries((input.headers ?? {}) as JsonObject).map(([name, value]) => [name, String(value)]);
const secretsIn = (input: JsonObject): string[] => [...new Set(headersOf(input).flatMap(([, value]) => namesIn(value)))];

/** A tool whose `headers` may name secrets as {{NAME}}: it gets tickets in their place, which only the gate of fetches redeems. */
export const withSecretHeaders = (tool: AgentTool, deps: SecretHeaderDeps): AgentTool => {
  const check = (input: JsonObject, workspaceId: string): Resolved<JsonObject> => {
    const { headers: _, ...rest } = input;
    if (namesIn(JSON.stringify(rest)).length > 0)
      return { ok: false, text: 'A secret can stand in the value of a header and nowhere else. Nothing was fetched.' };
    const names = secretsIn(input);
    if (names.length === 0) return { ok: true, input };
    const url = URL.parse(String(input.url));
    const usable = deps.hostsOf(workspaceId).filter(({ hosts }) => url !== null && hosts.includes(url.hostname));
    const missing = names.filter((name) => !usable.some((secret) => secret.name === name));
    if (url?.protocol !== 'https:') return { ok: false, text: 'A secret goes out over https alone. Nothing was fetched.' };
    if (missing.length === 0) return { ok: true, input };
    const known = usable.length === 0 ? 'none' : usable.map(({ name }) => name).join(', ');
    return {
      ok: false,
      text: `The owner does not let ${missing.join(', ')} go to ${url.hostname}. Secrets for that host: ${known}. Nothing was fetched.`,
    };
  };
  return {
    ...tool,
    resolve: (input, { workspace }) => check(input, workspace.id),
    secretsIn,
    async run(input, context, signal) {
      const tickets = ticketsFor(deps, secretsIn(input), context);
      if (tickets === null) return { ok: false, text: 'A secret cannot be used now. Nothing was fetched.' };
      const fill = (value: string): string => value.replaceAll(placeholder, (all, name: string) => tickets.get(name)?.text ?? all);
      try {
        if (tickets.size === 0) return await tool.run(input, context, signal);
        const headers = Object.fromEntries(headersOf(input).map(([name, value]) => [name, fill(value)]));
        return await tool.run({ ...input, headers }, context, signal);
      } finally {
        for (const ticket of tickets.values()) ticket.end();
      }
    },
  };
};

type Tickets = Map<string, NonNullable<ReturnType<SecretHeaderDeps['ticket']>>>;
const ticketsFor = (
  deps: SecretHeaderDeps,
  names: readonly string[],
  { workspace, turn, callId }: Pick<ToolContext, 'workspace' | 'turn' | 'callId'>,
): Tickets | null => {
  const tickets: Tickets = new Map();
  for (const name of names) {
    const ticket = deps.ticket(workspace.id, name, { turnId: turn.id, callId });
    if (ticket === null) {
      for (const made of tickets.values()) made.end();
      return null;
    }
    tickets.set(name, ticket);
  }
  return tickets;
};
