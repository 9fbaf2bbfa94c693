import { AppError } from '#contract/errors.ts';

/** Characters of one message. Longer text belongs into a file. */
export const longestText = 200_000;

// Zero-width and control characters that no one sees; a text of only these is empty.
const invisible = /[\p{Cf}\p{Cc}\p{Z}\u2800\u3164\u115F\u1160]/gu;

/** The text as it is stored. Throws text-empty, text-too-long or text-binary; right-to-left and joined letters stay as they are. */
export const checkText = (raw: string): string => {
  const text = raw.toWellFormed();
  if (text.includes('\0')) throw new AppError('text-binary');
  if (text.length > longestText) throw new AppError('text-too-long', { characters: text.length, limit: longestText });
  if (text.replaceAll(invisible, '') === '') throw new AppError('text-empty');
  return text;
};
