import { readFileSync } from 'node:fs';

export interface Change {
  /** From the root. */
  readonly file: string;
  /** Must stand there, or the run fails: a defence that moved is not taken out unnoticed. */
  readonly find: string;
  readonly put: string;
}
export interface Defence {
  readonly name: string;
  readonly changes: readonly Change[];
}

const changesOf = (text: string): Change[] => {
  let file = '';
  return text.split(/\n\n+/).flatMap((block) => {
    const lines = block.split('\n').filter((line) => line !== '');
    if (lines[0] !== undefined && !/^[-+] /.test(lines[0])) file = lines.shift() ?? '';
    const marked = (sign: string): string[] => lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(2));
    const [find, put] = [marked('- '), marked('+ ')];
    if (find.length + put.length !== lines.length || (find.length === 0 && lines.length > 0)) throw new Error(`not a change: ${block}`);
    return find.length === 0 ? [] : [{ file, find: find.join('\n'), put: put.join('\n') }];
  });
};

const [, ...parts] = readFileSync(new URL('defences.txt', import.meta.url), 'utf8').split(/^## /m);
const kept = new Set((process.env.PYNCHY_HOSTILE_KEEP ?? '').split(','));

/** What is taken out of the host of this process. `PYNCHY_HOSTILE_KEEP` names some that stay, so that others can be tried alone. */
export const defences: readonly Defence[] = parts
  .map((part) => ({ name: part.slice(0, part.indexOf('\n')), changes: changesOf(part.slice(part.indexOf('\n'))) }))
  .filter(({ name }) => !kept.has(name));
