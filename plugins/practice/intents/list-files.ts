import { counted, fenced } from '../answer/markdown.ts';
import { readRunOutput } from '../answer/run-output.ts';
import { shellWord } from '../answer/shell.ts';
import { call, defineIntent, type Move, say } from '../intent.ts';
import { folderIn, pathsFound } from './paths.ts';

const whole =
  /^(?:list|show|show me|give me|see|what(?:'s| is| are)?|which)(?: (?:all|me|the|my|files?|folders?|documents?|contents?|of|is|are|here|there|everything))*?(?: (?:in|inside|under|of|from) (.+?))?(?: folder| directory)?$/i;

/** `ls` of one folder. */
export const listFiles = defineIntent<string>({
  id: 'list-files',
  examples: ['List the files', 'List the files in samples/notes', 'What is in my downloads?', 'Show the folder samples'],
  match: ({ text }) => {
    const named = /^(?:list|show|show me|open) (?:the |my )?(?:folder|directory) (\S+)$/i.exec(text)?.[1];
    if (named !== undefined) return folderIn(named);
    if (/^(?:dir|list|list here)$/i.test(text)) return '.';
    const mine = /^(?:list|show|show me|open) (?:all )?(?:my |the )?(receipts|downloads|notes|samples|\S+\/\S*)$/i.exec(text)?.[1];
    if (mine !== undefined && !/\.\w+$|:/.test(mine)) return folderIn(mine);
    const hit = whole.exec(text);
    const [, place] = hit ?? [];
    if (!hit || (place === undefined && !/\b(?:files?|folders?|here)\b/i.test(text))) return null;
    return place !== undefined && !/^\S+$|folder|directory|downloads|notes|receipts/i.test(place) ? null : folderIn(place ?? '.');
  },
  next: (folder, [reply]): Move => {
    if (!reply) return call('run', { command: `ls -AF ${shellWord(folder)}` });
    const run = readRunOutput(reply);
    const title = folder === '.' ? 'The workspace' : folder;
    return say(
      run && run.lines.length > 0
        ? `${title} has ${counted(run.lines.length, 'entry', 'entries')}:\n\n${fenced(run.output)}`
        : `${title} is empty.`,
    );
  },
});

/** Files by name or kind, with the glob tool. */
export const findFiles = defineIntent<string>({
  id: 'find-files',
  examples: ['Which csv files are there?', 'Find files named *.pdf', 'Where is flat.md?', 'Find all png files'],
  match: ({ text }) => {
    const kind =
      /^(?:which|what|find|list|show|show me|where are|are there)(?: (?:all|the|my|me|any))* \.?(csv|txt|md|pdf|png|jpe?g|gif|svg|zip|json|sh|wav|mp3|ics|html?)(?: files?)?(?: are there| do i have| exist)?$/i.exec(
        text,
      )?.[1];
    if (kind !== undefined) return `**/*.${kind.toLowerCase()}`;
    const name =
      /^(?:find|list|show|search for|look for) (?:all |the |a |my )?files? (?:named|called|like|matching|with the name) (\S+|".+")$/i.exec(
        text,
      )?.[1] ??
      /^where(?: is|'s) (?:the file |my file )?(\S+\.\w+)$/i.exec(text)?.[1] ??
      /^(?:find|glob) (\S*\*\S*)$/i.exec(text)?.[1];
    const bare = name?.replace(/^["'`](.+)["'`]$/, '$1');
    if (bare === undefined) return null;
    return bare.includes('/') ? bare : `**/${bare.includes('*') || bare.includes('.') ? bare : `*${bare}*`}`;
  },
  next: (pattern, [reply]): Move => {
    if (!reply) return call('glob', { pattern });
    const paths = pathsFound(reply);
    return say(
      paths.length === 0
        ? `No file matches ${pattern}.`
        : `${counted(paths.length, 'file matches', 'files match')} ${pattern}:\n\n${fenced(paths.join('\n'))}`,
    );
  },
});
