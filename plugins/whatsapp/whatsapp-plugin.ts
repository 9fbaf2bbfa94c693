import { definePlugin } from '#plugin-api';
import { createWhatsAppChannel } from './channel.ts';
import { defaultTiming, type Timing } from './timing.ts';

/**
 * The plugin. Another server is for tests on this computer and can not be set in a running host: the address is all that
 * tells WhatsApp from somebody else.
 */
export const createWhatsAppPlugin = (o: { serverUrl?: string; timing?: Partial<Timing> } = {}) =>
  definePlugin({
    async activate(ctx) {
      const timing = { ...defaultTiming, ...o.timing };
      ctx.register({ kind: 'channel', impl: createWhatsAppChannel(ctx, { serverUrl: o.serverUrl ?? null, timing }) });
    },
  });
