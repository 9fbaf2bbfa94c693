// A letter or digit on its outer side: then a mark belongs to a word or a sum, as in 2**3 and snake__case.
const before = String.raw`(?<![\p{L}\p{N}])`;
const after = String.raw`(?![\p{L}\p{N}])`;
const strong = new RegExp(`${before}(\\*\\*|__|~~)(?=\\S)(.+?)(?<=\\S)\\1${after}`, 'gu');
const stressed = new RegExp(`${before}(?<![*_])([*_])(?=[^\\s*_])(.*?[^\\s*_]|[^\\s*_])\\1(?!\\1)${after}`, 'gu');

// What is shown of it is far shorter, and what follows takes the square of the length in the worst case.
const longest = 2_000;

/** The beginning of Markdown as plain lines, for names and previews: marks that mark something go, all other signs and the words stay. */
export const plainMarkdown = (markdown: string): string =>
  markdown
    .trimStart()
    .slice(0, longest)
    .replace(/^[^\S\n]{0,3}(?:```|~~~)[^`\n]*$/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[^\S\n]{0,3}(?:(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[^\S\n]+)+(?=\S)/gm, '')
    .replace(/(`{1,3})([^`\n]+)\1/g, '$2')
    .replace(strong, '$2')
    .replace(stressed, '$2');
