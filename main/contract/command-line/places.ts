import type { Word } from './words.ts';

/** The workspace's folder inside; folders of others are mounted below `extra`. */
const root = '/workspace';
const shared = 'extra';

/** Whether a path surely stays among the workspace's own files (or in the sandbox's /tmp). Links that lie there are not seen. */
export const isInside = ({ text, isDynamic, hasGlob }: Word, isAtHome: boolean): boolean => {
  if (isDynamic || text === '' || text.startsWith('~')) return false;
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return false;
  if (!text.startsWith('/')) return isAtHome && isOwn(parts, hasGlob);
  if (parts[0] === 'tmp') return parts.length > 1;
  return `/${parts[0]}` === root && isOwn(parts.slice(1), hasGlob);
};

// The folder itself holds the shared ones, and a pattern in its first part may name them.
const isOwn = ([first]: readonly string[], hasGlob: boolean): boolean =>
  first !== undefined && first !== shared && !(hasGlob && /[*?[]/.test(first));

/** Where output goes without changing a file. */
export const isNowhere = ({ text }: Word): boolean =>
  /^\/dev\/(?:null|stdout|stderr|tty|fd\/\d)$/.test(text) || /^(?:\d+|-|&\d)$/.test(text);
export const isSocket = ({ text }: Word): boolean => /^\/dev\/(?:tcp|udp)\b/.test(text);
