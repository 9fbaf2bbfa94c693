import { egressFetch } from '#core/egress/fetch.ts';
import type { FoundPlugin } from '#core/plugins/plugins.ts';
import type { Ctx } from '#plugin-api';
import { firstParty } from '../../../plugins/first-party.ts';
import type { Timing } from '../../../plugins/whatsapp/timing.ts';
import { createWhatsAppPlugin } from '../../../plugins/whatsapp/whatsapp-plugin.ts';

/** Everything that takes minutes in life takes a moment here; the order of the times is the same. */
export const quickTiming: Partial<Timing> = {
  connectMs: 2_000,
  syncMs: 4_000,
  keepAliveMs: 400,
  silenceMs: 1_500,
  stuckMs: 15_000,
  proofMs: 200,
  retryBaseMs: 100,
  retryCapMs: 1_000,
  stableMs: 2_000,
};

/** The plugins of the product, with WhatsApp on a simulated server. */
export const pluginsWith = (serverUrl: string, timing: Partial<Timing> = quickTiming, mediaHost = ''): FoundPlugin[] =>
  firstParty.map((found) =>
    found.folder === 'whatsapp'
      ? { ...found, load: async () => ({ plugin: createWhatsAppPlugin({ serverUrl, timing, fetch: fetchFrom(mediaHost) }) }) }
      : found,
  );

/** The product's own fetches, with its limits; what is meant for the network's servers goes to the simulated one. */
const fetchFrom =
  (mediaHost: string): Ctx['fetch'] =>
  (url, init, signal) => {
    const { pathname, search } = new URL(url);
    const deps = { trustedHosts: () => [mediaHost], note: () => undefined, signal: new AbortController().signal };
    return egressFetch(deps, `http://${mediaHost}${pathname}${search}`, init, signal);
  };
