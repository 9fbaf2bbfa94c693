import { capabilities, firstSuggestions } from '../examples.ts';
import { defineIntent, type Move, say } from '../intent.ts';

const quotedList = (sentences: readonly string[]): string => sentences.map((s) => `“${s}”`).join(' · ');

export const hello = defineIntent<'hello'>({
  id: 'hello',
  examples: ['Hello', 'Good morning', 'Hi there!'],
  // The greeting is taken off as an address elsewhere, so this one looks at the words as written.
  match: ({ raw }) =>
    /^(?:hello|hi|hey|hiya|good (?:morning|day|afternoon|evening)|greetings|moin|howdy|yo)(?: (?:there|pynchy|practice|again|everyone|all|you))*$/i.test(
      raw.replace(/[^\p{L}]+/gu, ' ').trim(),
    )
      ? 'hello'
      : null,
  next: (): Move =>
    say(`Hello. This is Practice: fixed rules, no AI, but the tools are real. Try ${quotedList(firstSuggestions)}, or “help”.`),
});

export const help = defineIntent<'help'>({
  id: 'help',
  examples: ['Help', 'What can you do?', 'Show all commands', '?'],
  match: ({ text }) =>
    /^(?:\?+|(?:i need )?help(?: me)?|what (?:can|else can|could|do) (?:you|i|practice) (?:do|say|ask|ask you|help with)(?: (?:for me|here))?|(?:show|list)(?: me)?(?: all)?(?: (?:your|the|available))? (?:commands|examples|skills|abilities|capabilities)|how (?:does this|do you) work|commands|examples|menu)$/i.test(
      text,
    )
      ? 'help'
      : null,
  next: (): Move =>
    say(
      `Practice knows ${capabilities.length} kinds of sentences, in several wordings each. Every answer is made from what the tools really returned.\n\n${capabilities.map((group, i) => `${i + 1}. ${quotedList(group)}`).join('\n')}`,
    ),
});

export const whoAreYou = defineIntent<'who'>({
  id: 'who-are-you',
  examples: ['Who are you?', 'Are you an AI?', 'What is Practice?', 'Which model is this?'],
  match: ({ text }) =>
    /^(?:who|what) (?:are you|is this|am i talking to|is practice|is pynchy practice)$/i.test(text) ||
    /^(?:are you|is this) (?:an? )?(?:real )?(?:ai|bot|robot|human|person|machine|llm|model|chatgpt|claude|gpt|intelligent|practice)(?: model)?$/i.test(
      text,
    ) ||
    /^(?:which|what) (?:model|ai|llm)\b(?: (?:is this|are you|do you use|answers))?$/i.test(text)
      ? 'who'
      : null,
  next: (): Move =>
    say(
      'I am Practice: fixed rules, no AI. I match your sentence to a rule, call real tools in your workspace and build the answer from their output. Nothing is sent to a model. Connect one to get answers to anything else.',
    ),
});

export const thanks = defineIntent<'thanks'>({
  id: 'thanks',
  examples: ['Thanks!', 'Thank you', 'Great, thanks'],
  match: ({ text }) =>
    /^(?:(?:great|good|nice|perfect|cool|ok|okay|super|wonderful),? ?)*(?:thanks|thank you|thx|cheers|well done|good job|perfect|great|nice|cool)(?: (?:a lot|so much|very much|you|pynchy|practice))*$/i.test(
      text,
    )
      ? 'thanks'
      : null,
  next: (): Move => say('You are welcome.'),
});
