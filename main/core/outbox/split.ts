import { fenceOf, markerOf } from './fence.ts';

// What closing a fence may cost: a newline and its marker.
const closingMax = 11;
const shortest = 64;

/**
 * Cuts a text into parts of at most `maxText` UTF-16 units: between paragraphs if that leaves no part too short, else between
 * lines, sentences or words, never inside a character. A fence that is cut is closed and opened again in the next part.
 */
export const splitText = (text: string, maxText: number): string[] => {
  if (maxText < shortest) throw new Error(`a channel with less than ${shortest} characters is not supported`);
  const parts: string[] = [];
  let rest = text.trim();
  let open: string | null = null;
  while (rest !== '') {
    const prefix: string = open === null ? '' : `${open}\n`;
    if (prefix.length + rest.length <= maxText) {
      parts.push(prefix + rest);
      break;
    }
    const cut = cutAt(rest, maxText - prefix.length - closingMax, open);
    const head = rest.slice(0, cut);
    const fence = fenceAfter(open, head);
    const body = fence === null ? head.trimEnd() : head.replace(/\n+$/, '');
    if (body !== '') parts.push(prefix + body + (fence === null ? '' : `\n${markerOf(fence)}`));
    // Inside code, indentation belongs to the text.
    rest = fence === null ? rest.slice(cut).trimStart() : rest.slice(cut).replace(/^\n/, '');
    open = fence;
  }
  return parts;
};

const fenceAfter = (open: string | null, text: string): string | null => text.split('\n').reduce(fenceOf, open);

/** Where to cut `text`, which is longer than `room`: 1..room. */
const cutAt = (text: string, room: number, open: string | null): number => {
  const best = { paragraph: 0, line: 0, code: 0 };
  let fence = open;
  for (let start = 0; start < room; ) {
    const end = text.indexOf('\n', start);
    if (end < 0 || end > room) break;
    const before = fence;
    fence = fenceOf(fence, text.slice(start, end));
    const nextEnd = text.indexOf('\n', end + 1);
    const next = text.slice(end + 1, nextEnd < 0 ? undefined : nextEnd);
    if (end > 0 && fence === null) {
      best.line = end;
      if (next.trim() === '') best.paragraph = end;
      // Not right after the opening line and not right before the closing one: that would make an empty block.
    } else if (before !== null && fence !== null && fenceOf(fence, next) !== null) best.code = end;
    start = end + 1;
  }
  if (best.paragraph > room / 2) return best.paragraph;
  if (best.line > room / 4) return best.line;
  if (best.code > 0) return best.code;
  return wordCut(text, room);
};

const wordCut = (text: string, room: number): number => {
  const window = text.slice(0, room);
  const sentence = Math.max(window.lastIndexOf('. '), window.lastIndexOf('! '), window.lastIndexOf('? '));
  if (sentence > room / 2) return sentence + 1;
  const space = Math.max(window.lastIndexOf(' '), window.lastIndexOf('\n'));
  return space > room / 4 ? space : characterCut(text, room);
};

// A few steps back are enough to find where a character (an emoji with its parts, say) begins.
const lookBack = 64;
const characterCut = (text: string, room: number): number => {
  const from = Math.max(0, room - lookBack);
  let cut = 0;
  for (const { index } of new Intl.Segmenter().segment(text.slice(from, room + lookBack))) if (from + index <= room) cut = from + index;
  if (cut > from) return cut;
  // One character longer than that: at least not inside a surrogate pair.
  const unit = text.charCodeAt(room);
  return unit >= 0xdc00 && unit <= 0xdfff ? room - 1 : room;
};
