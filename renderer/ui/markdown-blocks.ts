const fence = /^ {0,3}(`{3,}|~{3,})/;
const listItem = /^ {0,3}([-*+]|\d{1,9}[.)])\s/;
const reference = /^ {0,3}\[[^\]]+\]:/m;

/**
 * Cuts markdown at the blank lines where a new block begins, so that only the last part changes while text streams in.
 * Joined again the parts are the text. Lists, fences and text with link references stay whole.
 */
export const splitBlocks = (text: string): string[] => {
  if (reference.test(text)) return [text];
  const blocks: string[] = [];
  let current = '';
  let open: string | null = null;
  let inList = false;
  let blank = false;
  for (const line of text.split(/(?<=\n)/)) {
    const mark = fence.exec(line)?.[1];
    const isBlank = line.trim() === '';
    const continues = inList && (/^\s/.test(line) || listItem.test(line));
    if (open === null && blank && !isBlank && !continues && !/^ {4}|^\t/.test(line)) {
      blocks.push(current);
      current = '';
      inList = false;
    }
    if (current.trim() === '' && listItem.test(line)) inList = true;
    if (mark !== undefined) {
      if (open === null) open = mark;
      else if (mark.startsWith(open) && line.trim() === mark) open = null;
    }
    current += line;
    blank = isBlank;
  }
  if (current !== '') blocks.push(current);
  return blocks;
};
