// Written as escapes, because they cannot be seen.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const invisible =
  /\u034f|(?!\ufe0e|\ufe0f)\p{Variation_Selector}|[\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;
// Joiners and variation selectors belong to emoji and to some scripts; rows of them, or between Latin letters, carry hidden text.
const looseJoiners = /(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\u200c\u200d])|[\u200c\u200d]{2,}/gu;
const looseSelectors =
  /(?<!(?!\p{Variation_Selector})[^\x00-\xa8]|[#*0-9])\p{Variation_Selector}+|(?<=\p{Variation_Selector})\p{Variation_Selector}+/gu;

/** The text with nothing in it that a person could not see or that turns its direction; line ends become \n. */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(controls, '')
    .replace(bidi, '')
    .replace(invisible, '')
    .replace(looseJoiners, '')
    .replace(looseSelectors, '');

/** The same on one line, at most `max` characters. */
export const oneLine = (text: string, max: number): string => {
  const line = visible(text.slice(0, max * 4))
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).toWellFormed()}…`;
};
