import { anywhereSuggestions } from '../examples.ts';
import { call, defineIntent, type Move, say } from '../intent.ts';

interface Question {
  readonly question: string;
  readonly options?: readonly string[];
}

const ownQuestion: Question = { question: 'What shall I do first?', options: anywhereSuggestions };

const questionOf = (body: string): Question => {
  const text = body
    .trim()
    .replace(/^(?:a question|something)[:,]? ?/i, '')
    .replace(/^(?:(?:whether|if) (?:i|we) )/i, 'Do you ')
    .replace(/\?$/, '');
  if (text === '') return ownQuestion;
  const sides = text.split(/ or /i);
  const options = sides.length > 1 ? sides.flatMap((side) => side.split(', ')).map((side) => side.trim().replace(/^.*: /, '')) : [];
  const question = `${text.charAt(0).toUpperCase()}${text.slice(1)}?`;
  return options.length > 1 && options.every((o) => o !== '' && o.length <= 30) ? { question, options } : { question };
};

/** A real question to the user; the answer comes back as a tool result. */
export const askMe = defineIntent<Question>({
  id: 'ask-me',
  examples: ['Ask me something', 'Ask me a question', 'Ask me: tea or coffee?'],
  match: ({ text }) => {
    const hit = /^(?:ask|quiz|question) me\b(?: (?!to\b|for\b)|: |, |$)(.*)$/is.exec(text);
    return hit ? questionOf(hit[1] ?? '') : null;
  },
  next: (question, [reply]): Move => {
    if (!reply)
      return call('ask_user', {
        questions: [{ question: question.question, ...(question.options && { options: [...question.options] }) }],
      });
    const answer = /^answer: ?(.*)$/im.exec(reply.text)?.[1]?.trim();
    if (answer === undefined || answer === '') return say(`The question came back without an answer: ${reply.text.trim()}`);
    const offered = question === ownQuestion || anywhereSuggestions.some((s) => s === answer);
    return say(`You answered: ${answer}.${offered ? ' Write it as a message, and I do it.' : ''}`);
  },
});

/** Ends the session on request, and only on a sentence that says nothing else. */
export const startOver = defineIntent<'reset'>({
  id: 'start-over',
  examples: ['Start over', 'Reset', 'Forget everything', "Let's start a new conversation"],
  match: ({ text }) =>
    /^(?:let's |let us |i want to )?(?:start (?:over|again|afresh|from scratch|a new (?:chat|conversation|session)|new)|reset(?: (?:the |our |this |your )?(?:context|chat|conversation|session))?|new (?:chat|conversation|session)|begin again|clear (?:the |our |this )?(?:context|chat|conversation)|forget (?:everything|all|our conversation|all of it))$/i.test(
      text,
    )
      ? 'reset'
      : null,
  next: (_params, [reply]): Move => (reply ? say(`We start over: ${reply.text.trim()}.`) : call('reset_context', {})),
});
