/** The name under which a folder stands inside: its own, in letters that are fine there, and not one that is taken. */
export const mountNameOf = (path: string, taken: readonly string[]): string => {
  const own = path.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
  const plain = own
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9._-]+/g, '-')
    .replace(/^[^a-zA-Z0-9]+|-+$/g, '')
    .slice(0, 36);
  const name = plain === '' ? 'folder' : plain;
  for (let n = 1; ; n++) {
    const numbered = n === 1 ? name : `${name}-${n}`;
    if (!taken.includes(numbered)) return numbered;
  }
};
