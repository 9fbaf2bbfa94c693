import { h } from './dom.ts';

const marked = /```([\s\S]+?)```|`([^`\n]+)`|\*([^*\n]+)\*|_([^_\n]+)_|~([^~\n]+)~/g;

/** Text with the marks that phones understand: *bold*, _italic_, ~struck~, `code`. */
export const withMarks = (text: string): (Node | string)[] => {
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const found of text.matchAll(marked)) {
    const before = text[found.index - 1];
    // In the middle of a word a mark is a letter: file_name_here.
    if (found[1] === undefined && before !== undefined && /\w/.test(before)) continue;
    parts.push(text.slice(at, found.index));
    const [, block, code, bold, italic, struck] = found;
    if (block !== undefined) parts.push(h('code', { class: 'block' }, block));
    else if (code !== undefined) parts.push(h('code', {}, code));
    else if (bold !== undefined) parts.push(h('strong', {}, bold));
    else if (italic !== undefined) parts.push(h('em', {}, italic));
    else if (struck !== undefined) parts.push(h('s', {}, struck));
    at = found.index + found[0].length;
  }
  parts.push(text.slice(at));
  return parts;
};
