import { type Ctx, fail, ok, type Result, type Tool, type ToolResult } from '#plugin-api';
import { createBrave } from './search/brave.ts';
import type { Backend, Hit } from './search/result.ts';
import { createSearxng } from './search/searxng.ts';
import { settingsSchema } from './settings.ts';
import { oneLine } from './visible.ts';

const defaultLimit = 6;
const limitMax = 20;
const totalMs = 20_000;
const notSet =
  'Searching the web is not set up. In Settings, Plugins, Web, enter either the address of a SearXNG server or a key for Brave Search. Pages can be read without it.';

/** The tool `web_search`: titles, addresses and snippets from the service that the owner set. */
export const createSearchTool = (ctx: Pick<Ctx, 'fetch' | 'reveal' | 'settings' | 'signal'>): Tool => ({
  name: 'web_search',
  description: 'Search the web. Gives titles, addresses and short extracts, which were written by others; read a page with web_fetch.',
  input: {
    type: 'object',
    properties: {
      query: { type: 'string', minLength: 1, maxLength: 400 },
      limit: { type: 'integer', minimum: 1, maximum: limitMax, description: `Number of results, ${defaultLimit} when left out` },
    },
    required: ['query'],
    additionalProperties: false,
  },
  tier: 'read',
  flows: { untrustedSource: true, secretSource: false, publicSink: true },
  effect: 'none',
  async *run(input, { callId }, signal) {
    const both = AbortSignal.any([signal, ctx.signal, AbortSignal.timeout(totalMs)]);
    const ofCall: typeof ctx = { ...ctx, fetch: (url, init, until) => ctx.fetch(url, { ...init, callId }, until) };
    yield { done: await search(ofCall, String(input.query).trim(), Number(input.limit ?? defaultLimit), both) };
  },
});

const search = async (
  ctx: Pick<Ctx, 'fetch' | 'reveal' | 'settings'>,
  query: string,
  limit: number,
  signal: AbortSignal,
): Promise<Result<ToolResult>> => {
  if (query === '') return fail('bad-input', 'The question is empty.');
  const backend = await backendOf(ctx);
  if (!backend.ok) return backend;
  const hits = await backend.value.search(query, limit, signal);
  if (!hits.ok) return hits;
  if (hits.value.length === 0) return ok({ text: `${backend.value.name} found nothing.` });
  return ok({
    source: {
      what: `${hits.value.length} search result${hits.value.length === 1 ? '' : 's'}`,
      origin: `${backend.value.name} (${URL.parse(backend.value.origin)?.host ?? ''})`,
    },
    text: listed(hits.value),
  });
};

const backendOf = async (ctx: Pick<Ctx, 'fetch' | 'reveal' | 'settings'>): Promise<Result<Backend>> => {
  try {
    const { searxngUrl, braveKey, braveUrl } = await ctx.settings(settingsSchema);
    if (searxngUrl !== '') return ok(createSearxng(ctx, searxngUrl));
    if (braveKey) return ok(createBrave(ctx, braveUrl, braveKey));
    return fail('not-configured', notSet);
  } catch (error) {
    if ((error as Error).name !== 'ZodError' && (error as Error).name !== '$ZodError') throw error;
    return fail(
      'bad-settings',
      'The settings of the web plugin do not fit: addresses must begin with http:// or https://. Correct them in Settings, Plugins, Web.',
    );
  }
};

/** One search with the settings of `ctx`, so that a wrong address or key shows before it is saved. */
export const trySearch = async (
  ctx: Pick<Ctx, 'fetch' | 'reveal' | 'settings'>,
  signal: AbortSignal,
): Promise<Result<{ text: string }>> => {
  const backend = await backendOf(ctx);
  if (!backend.ok) return backend;
  const hits = await backend.value.search('weather', defaultLimit, AbortSignal.any([signal, AbortSignal.timeout(totalMs)]));
  if (!hits.ok) return hits;
  return ok({ text: `${backend.value.name} answered with ${hits.value.length} ${hits.value.length === 1 ? 'result' : 'results'}.` });
};

const listed = (hits: readonly Hit[]): string =>
  hits
    .map(
      (hit, i) =>
        `${i + 1}. ${oneLine(hit.title, 200)}\n   ${URL.parse(hit.url)?.href ?? ''}${hit.snippet === '' ? '' : `\n   ${oneLine(hit.snippet, 400)}`}`,
    )
    .join('\n');
