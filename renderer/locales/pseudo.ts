const accents: Readonly<Record<string, string>> = {
  a: 'à',
  e: 'é',
  i: 'î',
  o: 'ö',
  u: 'ü',
  n: 'ñ',
  c: 'ç',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ö',
  U: 'Ü',
};

/** The sentence in brackets, with accents and 40 % longer; {places} stay as they are. */
export const pseudo = (text: string): string => {
  const accented = text.replace(/\{\w+\}|[a-zA-Z]/g, (part) => (part.length > 1 ? part : (accents[part] ?? part)));
  return `⟦${accented}${'~'.repeat(Math.ceil(text.length * 0.4))}⟧`;
};
