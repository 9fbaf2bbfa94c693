import { plainMarkdown } from './plain-markdown.ts';

const longest = 48;
// Between parts of one emoji and in words of some scripts a joiner is part of the writing.
const unseen = /(?![\u200C\u200D])\p{Cf}/gu;

/** The name of a chat that has none yet, from the first thing said in it: one line, no markup, cut between words. */
export const chatTitle = (text: string): string => {
  const line =
    plainMarkdown(text)
      .split('\n')
      .map((part) =>
        part
          .replaceAll(unseen, '')
          .replaceAll(/[\p{Cc}\s]+/gu, ' ')
          .trim(),
      )
      .find((part) => /[^\u200C\u200D]/.test(part)) ?? '';
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest + 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > longest / 2 ? cut.slice(0, space) : cut.slice(0, longest)).toWellFormed().replace(/[\s,;:.–-]+$/u, '')}…`;
};
