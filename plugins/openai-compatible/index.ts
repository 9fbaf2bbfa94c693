import { definePlugin } from '#plugin-api';
import { createOpenAiProvider } from './provider.ts';
import { settingsSchema } from './settings.ts';

export { detectLocalServers, type LocalServer } from './detect.ts';

/** Registers the model provider `openai`. */
export const plugin = definePlugin({
  async activate(ctx) {
    const impl = createOpenAiProvider({
      reveal: (ref) => ctx.reveal(ref),
      settings: () => ctx.settings(settingsSchema),
      readBlob: (ref) => ctx.blobs.get(ref),
      log: (level, text) => ctx.log(level, text),
      disabled: ctx.signal,
    });
    ctx.register({ kind: 'provider', impl });
  },
});
