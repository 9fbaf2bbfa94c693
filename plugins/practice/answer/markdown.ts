/** A code block around text; the fence is longer than any in the text, and long text is cut with its length said. */
export const fenced = (text: string, maxLines = 60): string => {
  const lines = text.replace(/\n+$/, '').split('\n');
  const shown = lines.length > maxLines ? [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`] : lines;
  const longest = Math.max(0, ...[...text.matchAll(/`{3,}/g)].map((m) => m[0].length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}\n${shown.map((line) => shortened(line, 400)).join('\n')}\n${fence}`;
};

/** A table; bars inside cells are escaped. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');

export const shortened = (text: string, maxChars: number): string => (text.length > maxChars ? `${text.slice(0, maxChars)} …` : text);

/** "1 file", "3 files". */
export const counted = (n: number, noun: string, plural = `${noun}s`): string => `${n} ${n === 1 ? noun : plural}`;
