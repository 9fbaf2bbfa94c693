import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defences } from './defences.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The source of a file with its defences taken out; null when it has none. Throws when a defence is not where it was. */
export const undefended = (path: string): string | null => {
  const file = path.startsWith(root) ? path.slice(root.length) : path;
  const edits = defences.flatMap(({ name, changes }) => changes.filter((c) => c.file === file).map((c) => ({ name, ...c })));
  if (edits.length === 0) return null;
  let source = readFileSync(`${root}${file}`, 'utf8');
  for (const { name, find, put } of edits) {
    if (!source.includes(find)) throw new Error(`the defence "${name}" does not stand in ${file} any more: ${find}`);
    source = source.replace(find, () => put);
  }
  return source;
};
