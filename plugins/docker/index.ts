import { definePlugin } from '#plugin-api';
import { createDocker } from './docker.ts';
import { settingsSchema } from './settings.ts';

/** Registers the sandbox that lives in a container. */
export const plugin = definePlugin({
  activate: async (ctx) => {
    const log: typeof ctx.log = (level, text, data) => ctx.log(level, text, data);
    ctx.register({ kind: 'sandbox', impl: createDocker({ settings: () => ctx.settings(settingsSchema), env: process.env, log }) });
  },
});
