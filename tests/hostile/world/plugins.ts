import { egressFetch } from '#core/egress/fetch.ts';
import type { FoundPlugin } from '#core/plugins/plugins.ts';
import type { Ctx } from '#plugin-api';
import type { Sink } from './sink.ts';

/** The name by which the internet of these tests is known; everything below it leads to the sink. */
export const outside = 'sink.test';
/** A name with two addresses: one of this computer, and one of the internet. */
export const rebound = `rebound.${outside}`;

/**
 * The product's web plugin, for which the sink stands for the internet. All other addresses go through the host's own gate,
 * and redirects from the sink are judged like everything else.
 */
export const webWith = (found: FoundPlugin, sinks: { sink: Sink; inner: Sink }): FoundPlugin => ({
  ...found,
  load: async () => {
    const { plugin } = (await found.load()) as { plugin: { activate(ctx: Ctx): Promise<void> } };
    return { plugin: { ...plugin, activate: (ctx: Ctx) => plugin.activate({ ...ctx, fetch: fetchFor(ctx, sinks) }) } };
  },
});

const fetchFor =
  (ctx: Ctx, { sink, inner }: { sink: Sink; inner: Sink }): Ctx['fetch'] =>
  (url, init, signal) => {
    const host = URL.parse(url)?.hostname ?? '';
    if (host !== outside && !host.endsWith(`.${outside}`)) return ctx.fetch(url, init, signal);
    const trusted = host === rebound ? [] : [`${host}:${sink.port}`];
    const deps = {
      trustedHosts: () => trusted,
      note: () => undefined,
      signal: ctx.signal,
      resolve: async () => (host === rebound ? [inner.address, '93.184.215.14'] : [sink.address]),
    };
    return egressFetch(deps, url, { ...init, publicOnly: false }, signal);
  };
