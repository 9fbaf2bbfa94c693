const names = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

/** `month` is 1-12; without a year the latest year that has receipts is meant. `this` and `last` follow the sandbox's clock. */
export type Period =
  | { readonly kind: 'month'; readonly month: number; readonly year: number | null }
  | { readonly kind: 'this' }
  | { readonly kind: 'last' };

const relative = /\b(?:in |for |during |of )?(this|the current|last|the last|the previous) month('s)?\b/i;
// "may" is mostly the verb, so it needs a preposition or a year.
const named =
  /\b(?:(?:in|for|during|of|over)(?: the month of)? (may)|(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may(?= 20\d\d)|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\b(?:'s)?,?(?: (20\d\d))?/i;

/** Takes a month out of a sentence and hands back the rest. */
export const takePeriod = (text: string): { period: Period | null; rest: string } => {
  const rel = relative.exec(text);
  if (rel) return { period: { kind: /current|this/i.test(rel[1] ?? '') ? 'this' : 'last' }, rest: without(text, rel) };
  const hit = named.exec(text);
  if (!hit) return { period: null, rest: text };
  const short = (hit[1] ?? hit[2] ?? '').toLowerCase().slice(0, 3);
  const month = names.findIndex((name) => name.startsWith(short)) + 1;
  return { period: { kind: 'month', month, year: hit[3] ? Number(hit[3]) : null }, rest: without(text, hit) };
};

const without = (text: string, hit: RegExpExecArray): string =>
  `${text.slice(0, hit.index).replace(/\b(?:in|for|during|of|over)(?: the month of)? ?$/i, '')} ${text.slice(hit.index + hit[0].length)}`
    .replace(/ +/g, ' ')
    .trim();

/** "2026-03" becomes "March 2026". */
export const monthTitle = (yearMonth: string): string => {
  const [year = '', month = ''] = yearMonth.split('-');
  const name = names[Number(month) - 1] ?? yearMonth;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${year}`.trim();
};
