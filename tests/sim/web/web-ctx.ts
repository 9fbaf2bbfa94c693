import { type EgressDeps, egressFetch } from '../../../main/core/egress/fetch.ts';
import { trustedHostOf } from '../../../main/core/egress/target.ts';
import type { Contribution, Ctx, JsonObject, Plugin, Result, Tool, ToolResult } from '../../../plugins/api/index.ts';

export interface WebHarness {
  readonly tools: ReadonlyMap<string, Tool>;
  readonly egress: Parameters<EgressDeps['note']>[0][];
  /** Runs a tool to its end. */
  run(name: string, input: JsonObject, signal?: AbortSignal): Promise<Result<ToolResult>>;
}

/**
 * The plugin over the real egress, as a host would run it. `publicPort`: the name site.test with that port stands for a public
 * site; without it the checks are exactly those of a host.
 */
export const startWebPlugin = async (
  plugin: Plugin,
  o: { settings?: Record<string, unknown>; secrets?: Record<string, string>; vaultLocked?: boolean; publicPort?: number } = {},
): Promise<WebHarness> => {
  const tools = new Map<string, Tool>();
  const egress: Parameters<EgressDeps['note']>[0][] = [];
  const signal = new AbortController().signal;
  const settings = o.settings ?? {};
  const typed = Object.values(settings).flatMap((value) => (typeof value === 'string' ? (trustedHostOf(value) ?? []) : []));
  const site = o.publicPort === undefined ? null : `site.test:${o.publicPort}`;
  const fetchFrom: Ctx['fetch'] = (url, init, callSignal) => {
    const isSite = site !== null && URL.parse(url)?.host === site;
    const deps: EgressDeps = {
      trustedHosts: () => (isSite ? [...typed, site] : typed),
      note: (row) => void egress.push(row),
      signal,
      ...(isSite ? { resolve: async () => ['127.0.0.1'] } : {}),
    };
    return egressFetch(deps, url, isSite ? { ...init, publicOnly: false } : init, callSignal);
  };
  const ctx = {
    pluginId: 'web',
    signal,
    fetch: fetchFrom,
    log: () => undefined,
    settings: async (parse) => parse.parse(settings),
    reveal: async (ref) => {
      if (o.vaultLocked) throw Object.assign(new Error('vault-locked'), { code: 'vault-locked' });
      const secret = o.secrets?.[ref.secret];
      if (secret === undefined) throw new Error('no such secret');
      return secret;
    },
    register: (contribution: Contribution) => {
      if (contribution.kind === 'tool') tools.set(contribution.impl.name, contribution.impl);
      return { dispose: async () => undefined };
    },
  } satisfies Partial<Ctx>;
  await plugin.activate(ctx as unknown as Ctx);
  return {
    tools,
    egress,
    async run(name, input, callSignal = new AbortController().signal) {
      const call = { callId: 'call', workspaceId: 'home', key: null };
      // As over a wire: only plain data crosses.
      for await (const event of tools.get(name)?.run(structuredClone(input), call, callSignal) ?? [])
        if ('done' in event) return structuredClone(event.done);
      throw new Error(`${name} ended without a result`);
    },
  };
};
