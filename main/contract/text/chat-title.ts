const longest = 48;

/** The name of a chat that has none yet, from the first thing said in it: one line, no markup, cut between words. */
export const chatTitle = (text: string): string => {
  const line =
    text
      .split('\n')
      .map((part) =>
        part
          .replaceAll(/[`*_#>~[\]|]+/g, ' ')
          .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
          .trim(),
      )
      .find((part) => part !== '') ?? '';
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest + 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > longest / 2 ? cut.slice(0, space) : cut.slice(0, longest)).toWellFormed().replace(/[\s,;:.–-]+$/u, '')}…`;
};
