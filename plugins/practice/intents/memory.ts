import { call, defineIntent, type Move, say } from '../intent.ts';
import { slugOf, unquoted } from './paths.ts';

/** The key of a fact: what stands before "is", without "my". The same subject gives the same key. */
export const memoryKey = (text: string): string => {
  const [subject = ''] = text.split(/\s+(?:is|are|was|were|has|have|likes?|lives?|=|means)\s+|:\s+/i);
  return slugOf(subject.replace(/^(?:(?:my|the|that|our|a) )+/i, ''), 5) || 'note';
};

export const remember = defineIntent<{ key: string; text: string }>({
  id: 'remember',
  examples: [
    'Remember that my dentist is Dr Moss',
    'Please remember: the wifi is called Heron',
    "Don't forget that Anna is allergic to nuts",
  ],
  match: ({ text }) => {
    const body = /^(?:remember|memori[sz]e|keep in mind|don't forget|do not forget|save to memory)(?: that|[:,])? (.+)$/is.exec(text)?.[1];
    return body === undefined || /^(?:to|me)\b/i.test(body) ? null : { key: memoryKey(body), text: unquoted(body) };
  },
  next: ({ key, text }, [reply]): Move =>
    reply ? say(`I will remember “${text}” under ${key}.\n${reply.text.trim()}`.trim()) : call('remember', { key, text }),
});

export const recall = defineIntent<string>({
  id: 'recall',
  examples: [
    'What do you know about my dentist?',
    'Do you remember the wifi?',
    'What did I tell you about Anna?',
    'Recall dentist',
    'Who is my dentist?',
  ],
  match: ({ text }) => {
    const hit =
      /^what (?:do|did) (?:you (?:know|remember)|i (?:tell|told) you|i ask you to remember) about (.+)$/i.exec(text) ??
      /^(?:do you remember|do you know(?=.* (?:my|our) )|recall|tell me what you (?:know|remember) about|(?:who|what|where)(?: is|'s| are)(?= (?:my|our) (?!total\b|todo)))(?: (?:what|who|where) (?:is|are))? (.+)$/i.exec(
        text,
      );
    return hit?.[1] === undefined
      ? null
      : unquoted(hit[1])
          .replace(/^(?:(?:my|the|our) )+/i, '')
          .replace(/ (?:is|called|named)$/i, '');
  },
  next: (query, [reply]): Move => {
    if (!reply) return call('recall', { query });
    return say(
      reply.text.trim() === '' ? `I remember nothing about “${query}”.` : `About “${query}” the memory says:\n\n${reply.text.trim()}`,
    );
  },
});

export const forget = defineIntent<string>({
  id: 'forget',
  examples: ['Forget my dentist', 'Forget what I said about Anna', 'Forget that the wifi is called Heron'],
  match: ({ text }) => {
    const body =
      /^(?:forget|unlearn|delete from memory|remove from memory)(?: (?:about|that|what (?:i said|i told you|you know) about))? (.+)$/is.exec(
        text,
      )?.[1];
    return body === undefined || /^(?:it|this|that|everything|all|our conversation|me)$/i.test(body) ? null : memoryKey(body);
  },
  next: (key, [reply]): Move => (reply ? say(`Asked to forget ${key}. The memory says: ${reply.text.trim()}`) : call('forget', { key })),
});
