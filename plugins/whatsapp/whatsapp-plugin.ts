import { type Ctx, definePlugin } from '#plugin-api';
import { createWhatsAppChannel } from './channel.ts';
import { defaultTiming, type Timing } from './timing.ts';

/**
 * The plugin. Another server is for tests on this computer and cannot be set in a running host: the address is all that
 * tells WhatsApp from somebody else.
 */
export const createWhatsAppPlugin = (o: { serverUrl?: string; fetch?: Ctx['fetch']; timing?: Partial<Timing> } = {}) =>
  definePlugin({
    async activate(ctx) {
      const timing = { ...defaultTiming, ...o.timing };
      ctx.register({
        kind: 'channel',
        impl: createWhatsAppChannel(o.fetch ? { ...ctx, fetch: o.fetch } : ctx, { serverUrl: o.serverUrl ?? null, timing }),
      });
    },
  });
