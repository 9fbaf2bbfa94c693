import { counted, table } from '../answer/markdown.ts';
import { defineIntent, type Move, say } from '../intent.ts';
import type { Sentence } from '../sentence.ts';
import { monthTitle, takePeriod } from './months.ts';
import { askReceipts, type ReceiptsAnswer, type ReceiptsQuery, readReceipts, receiptsFile } from './receipts-query.ts';

const about = /\b(?:spend|spent|spending|spendings|expenses?|expenditure|paid)\b|\bdid\b.*\b(?:cost|pay)\b/i;
const notPast = /\b(?:does|will|would|should|could|can|shall|going to)\b/i;
const totalOnly = /^(?:(?:what's|what is|whats|show|show me|give me|tell me) )?(?:my|the) (?:grand )?total(?: (?:of|for|in|on|at) .+)?$/i;
const noise =
  /\b(?:what's|whats|what|how much|how many|euros?|eur|money|did|do|have|has|was|were|is|are|i|we|my|me|our|the|show|give|tell|list|sum|add|up|of|spend|spent|spending|spendings|expenses?|expenditure|paid|pay|cost|costs|total|altogether|overall|so far|all|everything|receipts?|amount|us|in|for)\b/gi;

const isNoise = (text: string): boolean => text.replace(noise, ' ').replace(/[\s,]+/g, '') === '';

/** The category or shop a sentence names, '' for none; null when it says more than the rule understands. */
const topicIn = (text: string): string | null => {
  const [, head = '', tail] = /^(.*?)\b(?:on|at|for|with|from) (?:the |my )?(?=\S)(.+)$/i.exec(text) ?? [];
  if (tail !== undefined)
    return isNoise(head) && !isNoise(tail) ? tail.replace(/ (?:in total|altogether|so far|cost)$/i, '') : isNoise(text) ? '' : null;
  const named =
    /\bdid (?:the |my |i pay )?(\S+(?: \S+)?) cost$/i.exec(text)?.[1] ??
    /^(?:(?:show|list|what are|what were) )?(?:me )?(?:my |the )?(\S+(?: \S+)?) (?:spending|expenses)$/i.exec(text)?.[1];
  if (named !== undefined && !isNoise(named)) return named;
  return isNoise(text) ? '' : null;
};

const queryOf = (sentence: Sentence): ReceiptsQuery | null => {
  const { text } = sentence;
  const asked = about.test(text) || totalOnly.test(text) || /^(?:sum|add|total)(?: up)? (?:all )?(?:my |the )?receipts\b/i.test(text);
  if (!asked || notPast.test(text)) return null;
  const { period, rest } = takePeriod(text);
  const topic = topicIn(rest);
  return topic === null || topic.split(' ').length > 4
    ? null
    : { period, topic: topic.replace(/["?!.,]/g, '').trim(), groupBy: 'category' };
};

/** " 2 lines of … have no readable amount": an answer that leaves rows out says so. */
export const leftOut = (answer: ReceiptsAnswer): string =>
  answer.unreadable === 0 ? '' : ` (${counted(answer.unreadable, 'line')} of ${receiptsFile} without a readable amount left out.)`;

const when = (answer: ReceiptsAnswer): string =>
  answer.month === '' ? `from ${answer.first} to ${answer.last}` : `in ${monthTitle(answer.month)}`;

const answerText = (query: ReceiptsQuery, answer: ReceiptsAnswer): string => {
  if (answer.count === 0) return nothingFound(query, answer);
  const place = query.topic === '' ? '' : ` ${answer.matched === 'shop' ? 'at' : 'on'} ${query.topic}`;
  const head = `You spent **${answer.sum} EUR**${place} ${when(answer)}, on ${counted(answer.count, 'receipt')}.${leftOut(answer)}`;
  const parts =
    query.topic === ''
      ? answer.groups.map(([name = '', sum = '']) => `- ${name}: ${sum}`)
      : answer.rows.map(([date = '', shop = '', , sum = '']) => `- ${date} ${shop}: ${sum}`);
  return `${head}\n\n${parts.join('\n')}`;
};

const nothingFound = (query: ReceiptsQuery, answer: ReceiptsAnswer): string => {
  const place = query.topic === '' ? '' : ` for “${query.topic}”`;
  const time = query.period === null ? '' : ` ${/^\d{4}-/.test(answer.month) ? `in ${monthTitle(answer.month)}` : 'in that month'}`;
  return `${receiptsFile} has no receipt${place}${time}. Its categories are: ${answer.known.flat().join(', ')}.${leftOut(answer)}`;
};

/** Month, category and shop, alone or together: "what did I spend on coffee in March". */
export const spending = defineIntent<ReceiptsQuery>({
  id: 'spending',
  examples: [
    'What did I spend in March?',
    'How much did I spend on groceries?',
    'What did I spend at City Bus in April?',
    'What did I spend in total?',
  ],
  match: queryOf,
  next: (query, [reply]): Move => {
    if (!reply) return askReceipts(query);
    const answer = readReceipts(reply);
    return say(answer ? answerText(query, answer) : `I could not read the sum in the command’s output:\n\n${reply.text}`);
  },
});

/** The same sums as a table. */
export const spendingTable = defineIntent<ReceiptsQuery>({
  id: 'spending-table',
  examples: ['Show my spending by category', 'What did I spend per shop in March?', 'Expenses by month', 'Where did I spend the most?'],
  match: ({ text }) => {
    if (/^(?:where|on what) (?:did|do|have) i (?:spend|spent) (?:the )?most(?: money)?\b/i.test(text))
      return { period: takePeriod(text).period, topic: '', groupBy: 'shop' };
    const by = /\b(?:by|per) (category|kind|type|shop|store|month)\b/i.exec(text)?.[1]?.toLowerCase();
    if (by === undefined || !/\b(?:spend|spent|spending|expenses?|receipts?|total|sum|costs?)\b/i.test(text)) return null;
    const groupBy = by === 'month' ? 'month' : by === 'shop' || by === 'store' ? 'shop' : 'category';
    return { period: takePeriod(text).period, topic: '', groupBy };
  },
  next: (query, [reply]): Move => {
    if (!reply) return askReceipts(query);
    const answer = readReceipts(reply);
    if (!answer || answer.count === 0)
      return say(answer ? nothingFound(query, answer) : `I could not read the sums in the command’s output:\n\n${reply.text}`);
    const groups = query.groupBy === 'month' ? answer.groups.toSorted(([a = ''], [b = '']) => a.localeCompare(b)) : answer.groups;
    const rows = groups.map(([name = '', sum = '']) => [query.groupBy === 'month' ? monthTitle(name) : name, sum]);
    return say(
      `Your spending ${when(answer)}, by ${query.groupBy}:\n\n${table([query.groupBy, 'EUR'], [...rows, ['**total**', `**${answer.sum}**`]])}${leftOut(answer)}`,
    );
  },
});

/** The one receipt with the highest amount. */
export const biggestReceipt = defineIntent<ReceiptsQuery>({
  id: 'biggest-receipt',
  examples: ['What was my biggest receipt?', 'Show the most expensive purchase in March'],
  match: ({ text }) =>
    /\b(?:biggest|largest|highest|most expensive|priciest|top)\b.*\b(?:receipt|purchase|expense|bill|buy|payment|thing i bought)s?\b/i.test(
      text,
    )
      ? { period: takePeriod(text).period, topic: '', groupBy: 'none' }
      : null,
  next: (query, [reply]): Move => {
    if (!reply) return askReceipts(query);
    const answer = readReceipts(reply);
    const [top] = [...(answer?.rows ?? [])].sort((a, b) => Number(b[3]) - Number(a[3]));
    if (!answer || !top)
      return say(answer ? nothingFound(query, answer) : `I could not read the receipts in the command’s output:\n\n${reply.text}`);
    const [date = '', shop = '', category = '', amount = ''] = top;
    return say(
      `Your biggest receipt ${when(answer)} is **${amount} EUR** at ${shop} (${category}) on ${date}, out of ${counted(answer.count, 'receipt')}.${leftOut(answer)}`,
    );
  },
});
