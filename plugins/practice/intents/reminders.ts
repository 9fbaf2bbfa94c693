import { call, defineIntent, type Intent, type Move, say, type ToolReply } from '../intent.ts';
import { readSentence, type Sentence } from '../sentence.ts';
import { takeWhen, type When } from './when.ts';

const nextAt = (reply: ToolReply): string => /\bnext:? (.+?)\s*$/im.exec(reply.text)?.[1] ?? '';

const scheduledText = (what: string, reply: ToolReply): string => {
  const next = nextAt(reply);
  return next === '' ? `${what}\n${reply.text}` : `${what} Next: ${next}. Say “cancel it” to stop it.`;
};

/** "remind me in one minute to stretch", once or again and again. */
export const remind = defineIntent<{ when: When; about: string }>({
  id: 'remind',
  examples: [
    'Remind me in one minute',
    'Remind me in 10 minutes to call Anna',
    'Remind me tomorrow at 9 to pay the rent',
    'Remind me every day at 9 to stretch',
  ],
  match: ({ text, now }) => {
    const hit =
      /^(?:remind me|set (?:me )?(?:a|an) (?:reminder|alarm|timer)|(?:make|create|add) a reminder|wake me(?: up)?|reminder)\b[:,]?(?: for)?(.*)$/is.exec(
        text,
      );
    if (!hit) return null;
    const body = (hit[1] ?? '').trim();
    // A timer is named by its length alone, an alarm by its time.
    const taken = takeWhen(body, now) ?? takeWhen(`in ${body}`, now) ?? takeWhen(`at ${body}`, now);
    return taken && { when: taken.when, about: taken.rest.replace(/^(?:to|that|about|for|of)\b ?/i, '').trim() };
  },
  next: ({ when, about }, [reply]): Move => {
    if (!reply) return call('schedule_task', { prompt: `Reminder: ${about || 'the time you asked for is here'}`, ...when });
    return say(scheduledText(about === '' ? 'I will remind you.' : `I will remind you: ${about}.`, reply));
  },
});

/** "every Monday at 8 show my todos": the sentence itself runs later, if it is one that `isKnown`. */
export const createLater = (isKnown: (sentence: Sentence) => boolean): Intent =>
  defineIntent<{ when: When; prompt: string }>({
    id: 'later',
    examples: ['Every Monday at 8 show my todos', 'Every day at 9 what did I spend this month', 'Tomorrow at 7 tidy the downloads'],
    match: ({ text, now }) => {
      if (
        !/^(?:every|each|daily|hourly|tomorrow|tonight|in (?:an?|one|\d+|half)\b|at \d|on (?:mon|tue|wed|thu|fri|sat|sun|week))/i.test(text)
      )
        return null;
      const taken = takeWhen(text, now);
      const prompt = taken?.rest.replace(/^remind me (?:to )?/i, 'Reminder: ') ?? '';
      // "Tomorrow is Monday" names a time and asks for nothing.
      return taken && isKnown(readSentence(prompt, now)) ? { when: taken.when, prompt } : null;
    },
    next: ({ when, prompt }, [reply]): Move =>
      reply ? say(scheduledText(`Planned: “${prompt}”.`, reply)) : call('schedule_task', { prompt, ...when }),
  });

/** The scheduled task's own prompt, when its time has come. */
export const reminderDue = defineIntent<string>({
  id: 'reminder-due',
  examples: ['Reminder: stretch'],
  match: ({ text }) => /^reminder: (.+)$/is.exec(text)?.[1] ?? null,
  next: (about): Move => say(`This is your reminder: ${about}.`),
});
