const listDepthMax = 8;

/** Collects text with the blank lines, list signs and links of Markdown. Stops growing at `maxChars`. */
export const createWriter = (maxChars: number) => {
  const parts: string[] = [];
  let size = 0;
  /** Newlines owed before the next text. */
  let owed = 0;
  let space = false;
  let inCode = 0;
  let firstCell = true;
  const lists: { kind: 'ul' | 'ol'; n: number }[] = [];
  let link: { at: number } | null = null;

  const push = (text: string): void => {
    parts.push(text);
    size += text.length;
  };
  const pay = (): void => {
    if (owed > 0 && parts.length > 0) push('\n'.repeat(owed));
    else if (space && parts.length > 0) push(' ');
    owed = 0;
    space = false;
  };
  const owe = (newlines: number): void => {
    owed = Math.max(owed, newlines);
    space = false;
    firstCell = true;
  };

  return {
    isFull: (): boolean => size >= maxChars,
    write(text: string): void {
      if (inCode > 0) {
        pay();
        push(text.slice(0, maxChars));
        return;
      }
      // Longer than everything that is kept: the rest would be thrown away.
      const collapsed = text.slice(0, maxChars * 2).replace(/[ \t\n\r\f\u00a0]+/g, ' ');
      if (collapsed.startsWith(' ')) space = owed === 0;
      const trimmed = collapsed.trim();
      if (trimmed === '') return;
      pay();
      push(trimmed);
      space = collapsed.endsWith(' ');
    },
    raw(text: string): void {
      pay();
      push(text);
    },
    block: (): void => owe(2),
    line: (): void => owe(1),
    list(kind: 'ul' | 'ol'): void {
      owe(lists.length === 0 ? 2 : 1);
      lists.push({ kind, n: 0 });
    },
    listEnd(): void {
      lists.pop();
      owe(lists.length === 0 ? 2 : 1);
    },
    item(): void {
      owe(1);
      const list = lists.at(-1) ?? { kind: 'ul' as const, n: 0 };
      list.n++;
      pay();
      push(`${'  '.repeat(Math.min(Math.max(0, lists.length - 1), listDepthMax))}${list.kind === 'ol' ? `${list.n}.` : '-'} `);
    },
    cell(): void {
      if (!firstCell) {
        space = false;
        push(' | ');
      }
      firstCell = false;
    },
    code(on: boolean): void {
      if (on) {
        owe(2);
        if (inCode++ === 0) this.raw('```\n');
      } else if (inCode > 0 && --inCode === 0) {
        push(parts.at(-1)?.endsWith('\n') ? '```' : '\n```');
        owe(2);
      }
    },
    linkStart(): void {
      // Of links in links the outer one counts.
      if (link || inCode > 0) return;
      pay();
      link = { at: parts.length };
    },
    linkEnd(url: string | null): void {
      if (!link || inCode > 0) return;
      const label = parts.splice(link.at).join('').replace(/\s+/g, ' ').trim();
      link = null;
      if (label === '') return;
      push(url === null ? label : `[${label.replace(/[[\]]/g, '')}](${url})`);
    },
    text: (): string => parts.join('').trim(),
  };
};
