// Letters of scripts that are written without joiners: between them a joiner is a hidden sign.
const joined =
  /(?<![[[\p{L}\p{M}]--[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]]\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}])[\u{200C}\u{200D}]|[\u{200C}\u{200D}](?![[[\p{L}\p{M}]--[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]]\p{Extended_Pictographic}])/gv;
const lineEnds = /\r\n?|[\u2028\u2029\u0085\v\f]/g;
// Control and formatting signs (tags, zero width, turned directions), blank letters, selectors that choose nothing.
const unseen = /(?![\n\t\u200C\u200D])(?:[\p{Cc}\p{Cf}\u2800\u3164\u115F\u1160\uFFA0]|\u034F|\u17B4|\u17B5)/gu;
const selectors = /[\uFE00-\uFE0D\u{E0100}-\u{E01EF}\u180B-\u180D\u180F]|(?<!\p{Extended_Pictographic})(?!\uFE0F\u20E3)[\uFE0E\uFE0F]/gu;

/**
 * Text without anything that a person would not see or that turns its direction; every kind of line end becomes \n. What
 * writing needs stays: accents, joiners inside words and emoji, the colour of emoji.
 */
export const plainText = (text: string): string =>
  text.toWellFormed().replaceAll(lineEnds, '\n').replaceAll(unseen, '').replaceAll(joined, '').replaceAll(selectors, '');

/** The same on one line of at most `max` characters. */
export const plainLine = (text: string, max: number): string => {
  const line = plainText(text.slice(0, max * 4))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).toWellFormed()}…`;
};
