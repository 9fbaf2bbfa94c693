const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|[\u{E0100}-\u{E01EF}\u2800\u3164\u115F\u1160\uFFA0]/gu;

/** A text with signs that are not seen or turn others around written out: a person decides by what they read. */
export const visible = (text: string): string =>
  text.replaceAll(unseen, (sign: string, at: number) =>
    isJoiner(sign, text.slice(Math.max(0, at - 6), at), text.slice(at + 1, at + 3)) ? sign : named(sign),
  );

// Between the parts of one picture, and within words of scripts that are written with it, a joiner is part of the writing.
const isJoiner = (sign: string, before: string, after: string): boolean =>
  (sign === '\u200D' &&
    /\p{Extended_Pictographic}[\uFE0F\u{1F3FB}-\u{1F3FF}]?$/u.test(before) &&
    /^\p{Extended_Pictographic}/u.test(after)) ||
  (sign === '\u200C' && /\p{Script=Arabic}$/u.test(before) && /^\p{Script=Arabic}/u.test(after));

const named = (sign: string): string => {
  const hex = (sign.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
};
