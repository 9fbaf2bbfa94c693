import { failureOf } from '../answer/failure.ts';
import { counted, fenced } from '../answer/markdown.ts';
import { call, defineIntent, type Move, say, type ToolReply } from '../intent.ts';
import { pathIn, pathsFound, slugOf } from './paths.ts';

/** Either a path, or the pattern that finds the file first. */
type Wanted = { readonly path: string } | { readonly pattern: string };

const contentText = (path: string, reply: ToolReply): string => {
  const failure = failureOf(reply);
  if (failure !== null) return failure;
  if (reply.text === '') return `${path} is empty.`;
  return `${path}, ${counted(reply.text.replace(/\n$/, '').split('\n').length, 'line')}:\n\n${fenced(reply.text)}`;
};

const wantedOf = (text: string): Wanted | null => {
  const [, what = ''] =
    /^(?:read|open|show|show me|print|cat|display|view|what(?:'s| is) in|what does)(?: me)?(?: (?:the|my))?(?: (?:file|document))? (.+?)(?: say)?$/is.exec(
      text,
    ) ?? [];
  const path = pathIn(what);
  if (path !== null && !/[\s*]/.test(path) && !path.endsWith('/') && /\.\w+$/.test(path))
    return path.includes('/') ? { path } : { pattern: `**/${path}` };
  const quoted = /^["'`].+["'`]$/.test(what) ? path : null;
  if (quoted !== null) return { path: quoted };
  const title =
    /^(?:the |my )?(.+?) (?:note|file|list)$/i.exec(what)?.[1] ?? /^(?:the |my )?note (?:about|on|called|named) (.+)$/i.exec(what)?.[1];
  const slug = title === undefined || /^(?:todo|task|reminder|the|my|a)s?$/i.test(title) ? '' : slugOf(title);
  return slug === '' ? null : { pattern: `**/*${slug}*` };
};

/** Reads one file; a bare name or title is looked for first. */
export const readFile = defineIntent<Wanted>({
  id: 'read-file',
  examples: ['Read samples/notes/trip-to-lisbon.md', 'Show me the file flat.md', 'Open the shopping list', 'cat samples/notes/flat.md'],
  match: ({ text }) => wantedOf(text),
  next: (wanted, [first, second]): Move => {
    if ('path' in wanted) return first ? say(contentText(wanted.path, first)) : call('read', { path: wanted.path });
    if (!first) return call('glob', { pattern: wanted.pattern });
    const paths = pathsFound(first);
    const [only] = paths;
    if (only === undefined) return say(`No file matches ${wanted.pattern}, so there is nothing to read.`);
    if (paths.length > 1) return say(`${paths.length} files match ${wanted.pattern}. Which one?\n\n${fenced(paths.join('\n'))}`);
    return second ? say(contentText(only, second)) : call('read', { path: only });
  },
});
