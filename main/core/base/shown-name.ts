const longest = 60;

/** A name that somebody else chose, fit for a label: one short line, no brackets, nothing invisible or turned around. */
export const shownName = (raw: string): string =>
  raw
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u2800\u3164\u115F\u1160]/gu, ' ')
    .replaceAll(/[[\]<>{}|]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, longest)
    .trim();
