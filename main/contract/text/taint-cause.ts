import { visible } from './visible.ts';

const sources: Readonly<Record<string, string>> = {
  web_fetch: 'a web page',
  web_search: 'a web search',
  run: 'a command, with the network open',
  process_log: 'what a program printed, with the network open',
  list_tasks: 'a task that was planned after outside text',
  recall: 'a memory that was noted after outside text',
};
const shared = 'through a shared folder: ';

const pieceText = (piece: string): string => {
  if (piece.startsWith(shared)) return `a folder that another workspace can write (${pieceText(piece.slice(shared.length))})`;
  const tool = /^(\w+) in turn \w+$/.exec(piece)?.[1];
  if (tool) return Object.hasOwn(sources, tool) ? (sources[tool] ?? tool) : `what ${tool} brought`;
  if (/^a file of message \w+$/.test(piece)) return 'a file that somebody sent';
  const command = /^a command in message \w+(, with the network open)?$/.exec(piece);
  if (command) return command[1] ? 'a command that was typed, with the network open' : 'a command that somebody else typed';
  return visible(piece);
};

/** Where outside text came from, as a person reads it: without ids, each cause once. */
export const causeText = (cause: string): string =>
  [
    ...new Set(
      cause
        .split('; ')
        .filter((piece) => piece !== '')
        .map(pieceText),
    ),
  ].join('; ');
