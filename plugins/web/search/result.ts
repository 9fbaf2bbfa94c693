import { z } from 'zod';
import { type Ctx, type FetchResult, fail, ok, type Result } from '#plugin-api';
import { collect, discard } from '../body.ts';
import { fetchFailure, hostIn, statusText } from '../words.ts';

export interface Hit {
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
}
export interface Backend {
  /** For sentences: "SearXNG". */
  readonly name: string;
  readonly origin: string;
  search(query: string, limit: number, signal: AbortSignal): Promise<Result<Hit[]>>;
}

const bytesMax = 2_000_000;

/** Asks a search service for JSON. `explain` gives its own words for a status; null = the general ones. */
export const askJson = async (
  ctx: Pick<Ctx, 'fetch'>,
  url: string,
  o: { name: string; headers?: Record<string, string>; explain: (status: number) => string | null },
  signal: AbortSignal,
): Promise<Result<unknown>> => {
  let answer: FetchResult;
  let bytes: Uint8Array;
  try {
    answer = await ctx.fetch(url, { headers: { accept: 'application/json', ...o.headers }, maxBytes: bytesMax }, signal);
    if (answer.status !== 200) {
      await discard(answer.body);
      const why = o.explain(answer.status) ?? (answer.status === 429 ? 'It allows no more searches for now.' : '');
      return fail(
        answer.status === 429 ? 'rate-limited' : `http-${answer.status}`,
        `${o.name} at ${hostIn(url)} answered ${statusText(answer.status)}. ${why}`.trim(),
      );
    }
    ({ bytes } = await collect(answer.body, bytesMax));
  } catch (error) {
    const outcome = fetchFailure(error, url, signal);
    return outcome.ok ? outcome : { ...outcome, text: `${o.name}: ${outcome.text}` };
  }
  try {
    return ok(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return fail('not-json', `What answers at ${hostIn(url)} is not ${o.name}: it did not answer with JSON. ${o.explain(403) ?? ''}`.trim());
  }
};

const webUrl = z
  .string()
  .max(2_000)
  .refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text));
/** Reads hits leniently: one that does not fit is left out. */
export const hitsFrom = (list: unknown, snippetKey: 'content' | 'description', limit: number): Hit[] => {
  const one = z.object({ title: z.string().catch(''), url: webUrl, [snippetKey]: z.string().catch('') });
  const hits: Hit[] = [];
  for (const entry of Array.isArray(list) ? list.slice(0, 100) : []) {
    const parsed = one.safeParse(entry);
    if (!parsed.success || hits.some((hit) => hit.url === parsed.data.url)) continue;
    const data = parsed.data as unknown as { title: string; url: string } & Record<string, string>;
    hits.push({ title: stripped(data.title) || data.url, url: data.url, snippet: stripped(data[snippetKey] ?? '') });
    if (hits.length === limit) break;
  }
  return hits;
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", apos: "'", nbsp: ' ' };
const stripped = (text: string): string =>
  text
    .slice(0, 2_000)
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, '')
    .replace(/&(#?\w{1,8});/g, (all, name: string) => entities[name.toLowerCase()] ?? all);
