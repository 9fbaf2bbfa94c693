import { readRunOutput } from '../answer/run-output.ts';
import { shellWord } from '../answer/shell.ts';
import { call, defineIntent, type Move, say } from '../intent.ts';
import { folderIn, pathIn } from './paths.ts';

type Unit = 'lines' | 'words' | 'characters' | 'files';

const flags: Record<Exclude<Unit, 'files'>, string> = { lines: '-l', words: '-w', characters: '-m' };

const unitOf = (word: string): Unit => {
  if (/^file/i.test(word)) return 'files';
  if (/^word/i.test(word)) return 'words';
  return /^(?:char|letter)/i.test(word) ? 'characters' : 'lines';
};

/** Lines, words or characters of a file, or the files of a folder. */
export const count = defineIntent<{ unit: Unit; place: string }>({
  id: 'count',
  examples: ['Count the lines in samples/notes/todo.md', 'How many words are in samples/notes/flat.md?', 'How many files are in samples?'],
  match: ({ text }) => {
    const hit =
      /^(?:count|how many|number of)(?: (?:the|all|my))? (lines?|words?|characters?|chars|letters|files?)(?: are there| are| does| do i have| there are)?(?: (?:in|of|inside|under) (.+?)| (.+?) has)?(?: have)?$/i.exec(
        text,
      );
    if (!hit) return null;
    const unit = unitOf(hit[1] ?? '');
    const place = unit === 'files' ? folderIn(hit[2] ?? '.') : pathIn(hit[2] ?? hit[3] ?? '');
    return place === null ? null : { unit, place };
  },
  next: ({ unit, place }, [reply]): Move => {
    const path = shellWord(place);
    if (!reply) return call('run', { command: unit === 'files' ? `find ${path} -type f | wc -l` : `wc ${flags[unit]} < ${path}` });
    const number = readRunOutput(reply)?.output.trim() ?? '';
    const one = number === '1' ? unit.slice(0, -1) : unit;
    return say(
      /^\d+$/.test(number)
        ? `${place === '.' ? 'The workspace' : place} has ${number} ${one}.`
        : `I could not read the number in the output:\n\n${reply.text}`,
    );
  },
});
