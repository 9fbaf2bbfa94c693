import { z } from 'zod';
import { type Ctx, fail, ok, type SecretRef } from '#plugin-api';
import { askJson, type Backend, hitsFrom } from './result.ts';

const name = 'Brave Search';

/** Brave Search, or a service that answers in the same way. The key is revealed for each search. */
export const createBrave = (ctx: Pick<Ctx, 'fetch' | 'reveal'>, baseUrl: string, key: SecretRef): Backend => ({
  name,
  origin: baseUrl,
  async search(query, limit, signal) {
    let token: string;
    try {
      token = (await ctx.reveal(key)).trim();
    } catch (error) {
      if ((error as { code?: string }).code === 'vault-locked')
        return fail('vault-locked', 'The vault is locked, so the key of the search service cannot be read. Unlock it and try again.');
      return fail('key-missing', 'The key of the search service could not be read. Enter it again in the settings of the web plugin.');
    }
    // A key with a line break in it would be a broken header.
    if (!/^[\x21-\x7e]{1,500}$/.test(token))
      return fail(
        'key-rejected',
        'The key of the search service has characters in it that no key has. Enter it again in the settings of the web plugin.',
      );
    const url = `${baseUrl.replace(/\/+$/, '')}/res/v1/web/search?${new URLSearchParams({ q: query, count: String(limit) })}`;
    const explain = (status: number): string | null =>
      status === 401 || status === 403
        ? 'It does not accept the key: check it in the settings of the web plugin.'
        : status === 422
          ? 'It does not accept the key or the question.'
          : null;
    const answer = await askJson(ctx, url, { name, headers: { 'x-subscription-token': token }, explain }, signal);
    if (!answer.ok) return answer;
    const parsed = z.object({ web: z.object({ results: z.array(z.unknown()) }).nullish() }).safeParse(answer.value);
    if (!parsed.success)
      return fail('bad-answer', `${name} answered with JSON in another form. Check the address in the settings of the web plugin.`);
    return ok(hitsFrom(parsed.data.web?.results, 'description', limit));
  },
});
