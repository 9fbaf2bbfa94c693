import { decode } from '../body.ts';
import type { DomNode } from './dom.ts';
import { renderText } from './render.ts';
import { stripTags } from './strip.ts';

export interface PageRequest {
  readonly bytes: Uint8Array;
  readonly charset: string | null;
  readonly url: string;
  readonly maxChars: number;
}
/** `plain` comes first and is what stays when finding the article takes too long. */
export interface PageText {
  readonly stage: 'plain' | 'article';
  readonly title: string;
  readonly text: string;
}

const tagsMax = 120_000;
const largeChars = 200_000;
const elementsMax = 30_000;
const articleMin = 400;

/** Reads a page in two steps, each handed to `give`. Runs in a worker only: a hostile page may keep it busy for ever. */
export const readPage = async (page: PageRequest, give: (text: PageText) => void): Promise<void> => {
  const html = decode(page.bytes, page.charset);
  const huge = tagsUpTo(html, tagsMax) >= tagsMax;
  // Something to show even if building the page never ends.
  if (huge || html.length > largeChars) give({ stage: 'plain', title: '', text: stripTags(html, page.maxChars) });
  if (huge) return;

  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML(whole(html)) as unknown as { document: HtmlDocument };
  const base = document.querySelector('base')?.getAttribute?.('href');
  const baseUrl = (base && URL.parse(base, page.url)?.href) || page.url;
  const title = (document.querySelector('title')?.textContent ?? '').slice(0, 1_000);
  const plain = renderText(document.querySelector('body')?.firstChild ? document.body : document.documentElement, baseUrl, page.maxChars);
  give({ stage: 'plain', title, text: plain });

  const { Readability } = await import('@mozilla/readability');
  const article = new Readability<DomNode>(document as never, {
    maxElemsToParse: elementsMax,
    serializer: (node) => node as unknown as DomNode,
    disableJSONLD: true,
  }).parse();
  if (!article?.content) return;
  const text = renderText(article.content, baseUrl, page.maxChars);
  // On a list or a front page it finds one teaser; then the whole page says more.
  if (text.length < articleMin && text.length < plain.length / 2) return;
  give({ stage: 'article', title: (article.title ?? title).slice(0, 1_000), text });
};

const tagsUpTo = (html: string, max: number): number => {
  let n = 0;
  for (let at = html.indexOf('<'); at >= 0 && n < max; at = html.indexOf('<', at + 1)) n++;
  return n;
};

// linkedom takes the first element for the document; browsers add what is missing.
const whole = (html: string): string => {
  if (/<html[\s>]/i.test(html)) return html;
  return /<body[\s>]/i.test(html) ? `<html>${html}</html>` : `<html><body>${html.replace(/^\s*<!doctype[^>]{0,500}>/i, '')}</body></html>`;
};

interface HtmlDocument {
  readonly documentElement: DomNode;
  readonly body: DomNode;
  querySelector(selector: string): DomNode | null;
}
