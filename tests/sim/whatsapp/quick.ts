import type { FoundPlugin } from '#core/plugins/plugins.ts';
import { firstParty } from '../../../plugins/first-party.ts';
import type { Timing } from '../../../plugins/whatsapp/timing.ts';
import { createWhatsAppPlugin } from '../../../plugins/whatsapp/whatsapp-plugin.ts';

/** Everything that takes minutes in life takes a moment here; the order of the times is the same. */
export const quickTiming: Partial<Timing> = {
  connectMs: 2_000,
  syncMs: 4_000,
  keepAliveMs: 400,
  silenceMs: 1_500,
  proofMs: 200,
  retryBaseMs: 100,
  retryCapMs: 1_000,
  stableMs: 2_000,
};

/** The plugins of the product, with WhatsApp on a simulated server. */
export const pluginsWith = (serverUrl: string, timing: Partial<Timing> = quickTiming): FoundPlugin[] =>
  firstParty.map((found) =>
    found.folder === 'whatsapp' ? { ...found, load: async () => ({ plugin: createWhatsAppPlugin({ serverUrl, timing }) }) } : found,
  );
