import { counted, fenced } from '../answer/markdown.ts';
import { call, defineIntent, type Move, say } from '../intent.ts';
import { folderIn, unquoted } from './paths.ts';

// A class for the first letter finds both cases in every flavour of pattern.
const patternOf = (text: string): string => {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return escaped.replace(/^[a-z]/i, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
};

/** Lines with a text, in all files or in one folder. */
export const findText = defineIntent<{ text: string; glob: string | null }>({
  id: 'find-text',
  examples: ['Find "library" in my files', 'Search my notes for dentist', 'Where do I mention Lisbon?', 'grep TOTAL in samples/receipts'],
  match: ({ text }) => {
    const scoped =
      /^(?:search|look through|look in|grep) (?:in |through )?((?:my |the |all )?(?:notes|files|downloads|receipts|workspace)) for (?:the word |the text )?(.+)$/is.exec(
        text,
      );
    const plain =
      /^(?:find|grep|search for|look for|search)(?: for)?(?: the (?:word|text|line|lines with))? ("[^"]+"|'[^']+'|`[^`]+`|.+?)(?: (?:in|inside|under|within) ((?:all |my |the )?[\w./ -]+))?$/is.exec(
        text,
      ) ??
      /^(?:where|which (?:file|note)s?) (?:do i |did i |does it |is it )?(?:mentions?|say|says|contains?|have|written?) (.+)$/is.exec(text);
    const [what, place] = scoped ? [scoped[2], scoped[1]] : [plain?.[1], plain?.[2]];
    if (what === undefined || /^(?:the )?(?:web|internet|online)\b/i.test(what) || /^(?:the )?(?:web|internet)$/i.test(place ?? ''))
      return null;
    // Without quotes or a place, a long text is more likely a wish than a search.
    if (
      scoped === null &&
      place === undefined &&
      /^(?:find|look)/i.test(text) &&
      !/^["'`]/.test(what) &&
      (/^(?:me|out)\b/i.test(what) || what.split(' ').length > 3)
    )
      return null;
    const folder = place === undefined ? '.' : folderIn(place.replace(/^all /i, ''));
    return { text: unquoted(what), glob: folder === '.' ? null : /\.\w+$/.test(folder) ? folder : `${folder}/**` };
  },
  next: ({ text, glob }, [reply]): Move => {
    if (!reply) return call('grep', glob === null ? { pattern: patternOf(text) } : { pattern: patternOf(text), glob });
    const lines = reply.text.trim() === 'no matches' ? [] : reply.text.trim().split('\n').filter(Boolean);
    if (lines.length === 0) return say(`Nothing contains “${text}”${glob === null ? '' : ` in ${glob}`}.`);
    return say(`${counted(lines.length, 'line contains', 'lines contain')} “${text}”:\n\n${fenced(lines.join('\n'), 25)}`);
  },
});
