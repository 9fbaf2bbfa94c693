const dropped = /^(script|style|noscript|template|svg|head|nav)\b/i;

/** The text of a page without building it: one pass, for pages that are too large or too odd to build. At most about `maxChars`. */
export const stripTags = (html: string, maxChars: number): string => {
  const parts: string[] = [];
  let size = 0;
  for (let at = 0; at < html.length && size < maxChars; ) {
    const open = html.indexOf('<', at);
    const text = html.slice(at, open < 0 ? undefined : open).slice(0, maxChars);
    if (text.trim() !== '') {
      parts.push(text.replace(/[ \t\r\n]+/g, ' '));
      size += text.length;
    }
    if (open < 0) break;
    const close = html.startsWith('<!--', open) ? html.indexOf('-->', open) + 2 : html.indexOf('>', open);
    // A bracket that nothing closes: there is no text after it.
    if (close <= open) break;
    at = close + 1;
    const name = dropped.exec(html.slice(open + 1, open + 12))?.[1];
    if (name !== undefined) at = afterEnd(html, at, name);
    else if (
      parts.length > 0 &&
      /^<\/?(?:p|div|br|li|tr|h[1-6]|ul|ol|table|section)\b/i.test(html.slice(open, open + 10)) &&
      parts.at(-1) !== '\n'
    )
      parts.push('\n');
  }
  return parts.join('').trim();
};

// Searched forward from where we are, so that the whole stays one pass; an element that never ends is passed over.
const afterEnd = (html: string, at: number, name: string): number => {
  const end = new RegExp(`</${name}[^>]{0,50}>`, 'gi');
  end.lastIndex = at;
  return end.exec(html) ? end.lastIndex : html.length;
};
