import { type Ctx, definePlugin } from '#plugin-api';
import { createBubblewrap } from './bubblewrap.ts';
import { createJustBash } from './just-bash.ts';

/** Registers the two sandboxes that need nothing but this computer. */
export const plugin = definePlugin({
  activate: async (ctx) => {
    const log: Ctx['log'] = (level, text, data) => ctx.log(level, text, data);
    ctx.register({ kind: 'sandbox', impl: createBubblewrap({ dataDir: ctx.dataDir, log }) });
    ctx.register({ kind: 'sandbox', impl: createJustBash({ log }) });
  },
});
