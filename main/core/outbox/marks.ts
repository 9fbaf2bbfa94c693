/** Before the harness's words in every messenger. Only the host gives it. */
export const harnessMark = '⚙️';

const gear = '(?:⚙|🛠)';
const hidden = '[\\s\\p{Cf}\\uFE0F]*';
// Emphasis and list signs vanish on a phone, and invisible characters may stand before it.
const shownFirst = '^[*_~>#•`\\s\\p{Cf}-]*';

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** A model's words without the marks that it wrote at the start of a line. `mark` is the agent's own; '' = it has none here. */
export const withoutMarks = (text: string, mark: string): string => {
  const own = mark === '' ? '' : `|${escaped(mark.replaceAll('\uFE0F', ''))}`;
  // What stands before it is looked at where a mark stands, and nowhere else: a long line would be read again for each sign.
  const typed = new RegExp(`(?=${gear}${own})(?<=${shownFirst})(?:(?:${gear}${own})${hidden})+`, 'gmu');
  return text.replace(typed, '');
};
