import type { ToolReply } from '../intent.ts';

/** A file name or path as people write it: quotes off, "./" off. Null when it does not look like one. */
export const pathIn = (text: string): string | null => {
  const bare = text
    .trim()
    .replace(/^["'`](.+)["'`]$/s, '$1')
    .replace(/^(?:\/workspace\/|\.\/)/, '');
  return bare !== '' && !bare.includes('\n') && /[./]/.test(bare) && !/:\/\//.test(bare) ? bare : null;
};

/** A folder; "here" and "the workspace" are the top. */
export const folderIn = (text: string): string => {
  const bare = text
    .trim()
    .replace(/^["'`](.+)["'`]$/s, '$1')
    .replace(/^(?:the|my) /i, '')
    .replace(/ (?:folder|directory)$/i, '')
    .replace(/^(?:\/workspace\/?|\.\/)/, '');
  if (/^(?:|here|\.|workspace|files|all|everything|top|folder|directory)$/i.test(bare)) return '.';
  return /^(?:downloads|notes|receipts)$/i.test(bare) ? `samples/${bare.toLowerCase()}` : bare.replace(/\/$/, '') || '.';
};

export const unquoted = (text: string): string => text.trim().replace(/^["'`]([\s\S]+)["'`]$/, '$1');

/** Lower-case words with dashes, for file names and keys; '' when nothing is left. */
export const slugOf = (text: string, maxWords = 6): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f']/g, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(0, maxWords)
    .join('-');

/** The paths of a glob reply; the tool's remark that there are more is kept as a line. */
export const pathsFound = (reply: ToolReply): string[] =>
  reply.text.trim() === 'no files match' ? [] : reply.text.trim().split('\n').filter(Boolean);
