import { definePlugin } from '#plugin-api';
import { createAnthropicProvider } from './provider.ts';
import { settingsSchema } from './settings.ts';

/** Registers the model provider `anthropic`. */
export const plugin = definePlugin({
  async activate(ctx) {
    const impl = createAnthropicProvider({
      reveal: (ref) => ctx.reveal(ref),
      settings: () => ctx.settings(settingsSchema),
      readBlob: (ref) => ctx.blobs.get(ref),
      log: (level, text) => ctx.log(level, text),
      disabled: ctx.signal,
    });
    ctx.register({ kind: 'provider', impl });
  },
});
