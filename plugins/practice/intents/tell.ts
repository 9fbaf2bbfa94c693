import { call, defineIntent, type Move, say } from '../intent.ts';
import { monthTitle, type Period, takePeriod } from './months.ts';
import { askReceipts, readReceipts } from './receipts-query.ts';
import { leftOut } from './spending.ts';

const nobody = /^(?:me|us|you|yourself|i|it|them|everyone|everybody|all|what|how|the|a|an|my|your)$/i;

/** "my total" is looked up first, then sent to the other chat: that needs a yes. */
export const tellTotal = defineIntent<{ chat: string; period: Period | null }>({
  id: 'tell-total',
  examples: ['Tell Bob my total', 'Send Bob my total for March', 'Let Anna know what I spent in total'],
  match: ({ text }) => {
    const hit =
      /^(?:tell|send|text|message|write) (?:to )?(\S+) (?:about |of |that |what is |what's )?(?:my|the) (?:total|sum|spending|expenses)\b(.*)$/i.exec(
        text,
      ) ??
      /^(?:tell|let|send) (\S+) (?:know )?(?:what|how much) i (?:have )?spent?\b(.*)$/i.exec(text) ??
      /^send (?:my|the) (?:total|sum|spending|expenses) (?:for .+ )?to (\S+)$/i.exec(text);
    const chat = hit?.[1] ?? '';
    return chat === '' || nobody.test(chat) ? null : { chat, period: takePeriod(text).period };
  },
  next: ({ chat, period }, [sum, sent]): Move => {
    if (!sum) return askReceipts({ period, topic: '', groupBy: 'none' });
    const answer = readReceipts(sum);
    if (!answer || answer.count === 0) return say(`I found no receipts to add up, so ${chat} was told nothing.`);
    const text = `My total ${answer.month === '' ? `from ${answer.first} to ${answer.last}` : `for ${monthTitle(answer.month)}`} is ${answer.sum} EUR.`;
    if (!sent) return call('send_message', { text, chat }, `Your total is ${answer.sum} EUR. Next I send it to ${chat}.${leftOut(answer)}`);
    return say(`To ${chat}: “${text}”\n${sent.text}`);
  },
});

/** Any other sentence for somebody else. */
export const tellSomebody = defineIntent<{ chat: string; text: string }>({
  id: 'tell-somebody',
  examples: ['Tell Bob that I am late', 'Send Anna a message: the train is late', 'Message Bob: see you at six'],
  match: ({ text }) => {
    const hit =
      /^(?:send|write) (?!an? |the )(\S+) (?:a |the )?(?:message|text|note)(?: saying| that says| that)?[:,]? (.+)$/is.exec(text) ??
      /^(?:send|write) (?:a |the )?(?:message|text|note) to (\S+?)(?: saying| that says| that)?[:,]? (.+)$/is.exec(text) ??
      /^(?:send|write) to (\S+?)(?: that|[:,])? (.+)$/is.exec(text) ??
      /^(?:tell|message|text) ([^\s:,]+)(?: that|[:,])? (.+)$/is.exec(text);
    const [, chat = '', body = ''] = hit ?? [];
    return chat === '' || nobody.test(chat) ? null : { chat: chat.replace(/[:,]$/, ''), text: body.replace(/^["']|["']$/g, '') };
  },
  next: ({ chat, text }, [sent]): Move => (sent ? say(`To ${chat}: “${text}”\n${sent.text}`) : call('send_message', { text, chat })),
});
