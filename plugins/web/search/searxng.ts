import { z } from 'zod';
import { type Ctx, fail, ok } from '#plugin-api';
import { askJson, type Backend, hitsFrom } from './result.ts';

const name = 'SearXNG';

/** A SearXNG server of the owner's choice; it may be in the owner's network. */
export const createSearxng = (ctx: Pick<Ctx, 'fetch'>, baseUrl: string): Backend => ({
  name,
  origin: baseUrl,
  async search(query, limit, signal) {
    const url = `${baseUrl.replace(/\/+$/, '')}/search?${new URLSearchParams({ q: query, format: 'json' })}`;
    const explain = (status: number): string | null =>
      status === 403
        ? 'Most likely the format json is not allowed there: add it to search.formats in its settings.yml.'
        : status === 404
          ? 'Check the address in the settings of the web plugin.'
          : null;
    const answer = await askJson(ctx, url, { name, explain }, signal);
    if (!answer.ok) return answer;
    const parsed = z.object({ results: z.array(z.unknown()) }).safeParse(answer.value);
    if (!parsed.success)
      return fail(
        'bad-answer',
        `${name} answered with JSON that has no results in it. Check the address in the settings of the web plugin.`,
      );
    return ok(hitsFrom(parsed.data.results, 'content', limit));
  },
});
