import { definePlugin } from '#plugin-api';
import { createPracticeProvider } from './provider.ts';

export const plugin = definePlugin({
  async activate(ctx) {
    ctx.register({ kind: 'provider', impl: createPracticeProvider(() => new Date()) });
  },
});
