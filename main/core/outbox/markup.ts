import { fenceOf } from './fence.ts';

/** How a channel writes emphasis: as Markdown, with one sign (*bold*, _italic_, ~struck~), or not at all. */
export type Markup = 'markdown' | 'light' | 'plain';

/** The model's Markdown as a person sees it well on the channel. Code is left untouched. */
export const formatText = (markdown: string, markup: Markup): string => {
  const text = markdown.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed().trim();
  if (markup === 'markdown') return text;
  const out: string[] = [];
  let fence: string | null = null;
  for (const line of text.split('\n')) {
    const after = fenceOf(fence, line);
    if (after !== fence) {
      // Channels with one sign know only the bare fence.
      if (markup === 'light') out.push('```');
    } else if (fence !== null) out.push(line);
    else {
      const shown = formatLine(line, markup);
      if (shown !== null) out.push(shown);
    }
    fence = after;
  }
  return out.join('\n').trim();
};

const formatLine = (line: string, markup: 'light' | 'plain'): string | null => {
  // The rule under a table's head says nothing without a table.
  if (/^\s*\|?[\s:|-]*-{3,}[\s:|-]*\|[\s:|-]*$/.test(line)) return null;
  const heading = /^#{1,6} +(.+?)(?: +#+)?$/.exec(line);
  if (heading?.[1] !== undefined) {
    const bare = inline(heading[1], 'plain');
    return markup === 'light' ? `*${bare}*` : bare;
  }
  const bullet = /^(\s*)[*+-] (\[[ xX]\] )?(.*)$/.exec(line);
  if (bullet) {
    const box = bullet[2] === undefined ? '-' : bullet[2].startsWith('[ ]') ? '☐' : '☑';
    return `${bullet[1]}${box} ${inline(bullet[3] ?? '', markup)}`;
  }
  return inline(line, markup);
};

const inline = (source: string, markup: 'light' | 'plain'): string => {
  // Code and addresses are set aside, so that signs in them are not taken for emphasis. All patterns are bounded.
  const aside: string[] = [];
  const keep = (text: string): string => `\0${aside.push(text) - 1}\0`;
  const signs = markup === 'light' ? { bold: '*', italic: '_', strike: '~' } : { bold: '', italic: '', strike: '' };
  const text = source
    .replace(/(`+)([^`\n]{1,2000})\1(?!`)/g, (_all, _ticks: string, code: string) => keep(markup === 'light' ? `\`${code}\`` : code))
    .replace(/\\([\\`*_{}[\]()#+.!~|>-])/g, (_all, sign: string) => keep(sign))
    .replace(/!?\[([^[\]\n]{0,500})\]\(<?([^\s()<>]{1,2000})>?(?: +"[^"\n]{0,200}")?\)/g, (_all, label: string, url: string) =>
      label === '' || label === url ? keep(url) : `${label} (${keep(url)})`,
    )
    .replace(/<(https?:\/\/[^\s<>]{1,2000})>/g, (_all, url: string) => keep(url))
    .replace(/https?:\/\/[^\s<>()\0]{1,2000}/g, (url) => keep(url))
    .replace(
      /\*{3}([^*\n]{1,2000})\*{3}/g,
      (_all, inner: string) => keep(signs.bold + signs.italic) + inner + keep(signs.italic + signs.bold),
    )
    .replace(
      /\*\*((?:[^*\n]|\*(?!\*)){1,2000})\*\*|(?<!\w)__([^_\n]{1,2000})__(?!\w)/g,
      (_all, a?: string, b?: string) => keep(signs.bold) + (a ?? b) + keep(signs.bold),
    )
    .replace(
      /\*(?!\s)([^*\n]{1,2000})(?<!\s)\*|(?<!\w)_(?!\s)([^_\n]{1,2000})(?<!\s)_(?!\w)/g,
      (_all, a?: string, b?: string) => keep(signs.italic) + (a ?? b) + keep(signs.italic),
    )
    .replace(/~~([^~\n]{1,2000})~~/g, (_all, inner: string) => keep(signs.strike) + inner + keep(signs.strike));
  return restored(text, aside);
};

// What was set aside may itself contain something set aside earlier.
const restored = (text: string, aside: readonly string[]): string => {
  let out = text;
  for (let round = 0; round < 4 && out.includes('\0'); round++)
    out = out.replace(/\0(\d+)\0/g, (_all, n: string) => aside[Number(n)] ?? '');
  return out;
};
