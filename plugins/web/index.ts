import { definePlugin } from '#plugin-api';
import { createFetchTool } from './fetch-tool.ts';
import { createSearchTool, trySearch } from './search-tool.ts';

/** Registers the tools `web_fetch` and `web_search`. */
export const plugin = definePlugin({
  async activate(ctx) {
    ctx.register({ kind: 'tool', impl: createFetchTool(ctx) });
    ctx.register({ kind: 'tool', impl: createSearchTool(ctx) });
  },
  testSettings: trySearch,
});
