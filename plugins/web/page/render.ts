import { type DomNode, elementNode, textNode } from './dom.ts';
import { createWriter } from './writer.ts';

const skipped = new Set([
  'title',
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'math',
  'iframe',
  'frame',
  'object',
  'embed',
  'canvas',
  'audio',
  'video',
  'select',
  'input',
  'textarea',
  'button',
  'dialog',
  'nav',
  'head',
]);
const blocks = new Set([
  'p',
  'div',
  'section',
  'article',
  'main',
  'header',
  'footer',
  'aside',
  'ul',
  'ol',
  'dl',
  'table',
  'blockquote',
  'figure',
  'form',
  'fieldset',
  'address',
  'details',
  'summary',
  'hr',
]);
const lines = new Set(['tr', 'dt', 'dd', 'figcaption', 'caption', 'br']);
const hiddenStyle = /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])/i;

/** What a reader sees of `root`, as Markdown with absolute links, at most about `maxChars`. Never recurses. */
export const renderText = (root: DomNode, baseUrl: string, maxChars: number): string => {
  const out = createWriter(maxChars);
  let node: DomNode | null = root;
  let depth = 0;
  while (node && !out.isFull()) {
    const entered = node.nodeType !== elementNode || !isSkipped(node);
    if (entered) enter(node, out);
    if (entered && node.nodeType === elementNode && node.firstChild) {
      node = node.firstChild;
      depth++;
      continue;
    }
    if (entered) leave(node, out, baseUrl);
    while (node && depth > 0 && !node.nextSibling) {
      node = node.parentNode;
      depth--;
      if (node) leave(node, out, baseUrl);
    }
    node = depth > 0 ? (node?.nextSibling ?? null) : null;
  }
  return out.text();
};

const isSkipped = (node: DomNode): boolean =>
  skipped.has(node.localName ?? '') ||
  node.getAttribute?.('hidden') != null ||
  node.getAttribute?.('aria-hidden') === 'true' ||
  hiddenStyle.test(node.getAttribute?.('style')?.slice(0, 2_000) ?? '');

type Writer = ReturnType<typeof createWriter>;
const enter = (node: DomNode, out: Writer): void => {
  if (node.nodeType === textNode) return out.write(node.textContent ?? '');
  if (node.nodeType !== elementNode) return;
  const name = node.localName ?? '';
  const heading = /^h([1-6])$/.exec(name);
  if (heading) {
    out.block();
    out.raw(`${'#'.repeat(Number(heading[1]))} `);
  } else if (blocks.has(name)) {
    if (name === 'ul' || name === 'ol') out.list(name);
    else out.block();
    if (name === 'hr') out.raw('---');
  } else if (lines.has(name)) out.line();
  else if (name === 'li') out.item();
  else if (name === 'td' || name === 'th') out.cell();
  else if (name === 'pre') out.code(true);
  else if (name === 'a') out.linkStart();
  else if (name === 'img') {
    const alt = node.getAttribute?.('alt')?.trim();
    if (alt) out.write(` [image: ${alt.slice(0, 200)}] `);
  }
};

const leave = (node: DomNode, out: Writer, baseUrl: string): void => {
  if (node.nodeType !== elementNode) return;
  const name = node.localName ?? '';
  if (name === 'a') out.linkEnd(linkOf(node.getAttribute?.('href') ?? null, baseUrl));
  else if (name === 'pre') out.code(false);
  else if (name === 'ul' || name === 'ol') out.listEnd();
  else if (/^h[1-6]$/.test(name) || blocks.has(name)) out.block();
  else if (lines.has(name) && name !== 'br') out.line();
};

const linkOf = (href: string | null, baseUrl: string): string | null => {
  if (!href || href.startsWith('#') || href.length > 2_000) return null;
  const url = URL.parse(href, baseUrl);
  // A parenthesis would end the link early.
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href.replaceAll('(', '%28').replaceAll(')', '%29') : null;
};
