import { type Reason, reason } from '#contract/model/reason.ts';
import type { Ask, Question } from '#contract/model/records.ts';
import { commandText } from '#contract/text/command-line.ts';
import { askLine, deedOf, whereText } from '#contract/text/deeds.ts';
import { argumentsOf, usualText } from '#contract/text/given.ts';
import { renderReason } from '#contract/text/render.ts';
import { visible } from '#contract/text/visible.ts';
import type { AskView } from '#contract/ui/views.ts';

type Recipient = AskView['recipient'];

// What a phone shows of the arguments; a code is for the whole stored call.
const shownCharacters = 3_000;

// The chat is named in the verb: its id says nothing to a person.
const allOf = ({ input, defaults = [] }: Extract<Ask['payload'], { kind: 'approval' }>, recipient: Recipient): string => {
  const said = argumentsOf(input, defaults);
  const given = Object.entries(said.given)
    .filter(([name]) => recipient === null || !['chat', 'chatId', 'workspace'].includes(name))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value, null, 1)}`);
  const usual = usualText(said);
  return [...given, ...(usual === '' ? [] : [`(not given, so as usual: ${usual})`])].join('\n');
};

const kB = (text: string): string => {
  const bytes = Buffer.byteLength(text);
  return bytes < 1_000 ? `${bytes} bytes` : `${Math.round(bytes / 1_000)} kB`;
};

const questionText = (q: Question): string => [q.question, ...q.options.map((option, i) => `${i + 1}. ${option}`)].join('\n');

export interface PhoneText {
  readonly text: Reason;
  /** Part of what would be done is not shown, so a thumb says nothing about it. */
  readonly isCut: boolean;
}

/** What would be done, verb first, and who would read it. */
const verbOf = ({ tool, input }: Extract<Ask['payload'], { kind: 'approval' }>, recipient: Recipient): string => {
  if (!recipient) return deedOf(tool, input);
  const { chat, kind, readers, moreReaders } = recipient;
  const deed = deedOf(tool, { ...input, chat: kind === 'group' ? `the group ${chat}` : chat });
  const others = [...readers, ...(moreReaders > 0 ? [`${moreReaders} more`] : [])];
  return kind === 'group' && others.length > 0 ? `${deed}, where ${visible(others.join(', '))} can read it` : deed;
};

/** At least one: until it is over there is time. */
export const minutesLeft = ({ expiresAt }: Pick<Ask, 'expiresAt'>, now: number): number =>
  Math.max(1, Math.round((expiresAt - now) / 60_000));

/** A request as a phone shows it. */
export const phoneTextOf = (ask: Ask, workspace: string, recipient: Recipient, now: number): PhoneText => {
  const { payload, shortId: id } = ask;
  const minutes = minutesLeft(ask, now);
  if (payload.kind === 'question') {
    const many = payload.questions.length > 1;
    const asked = payload.questions.map((q, i) => visible(many ? `${i + 1}) ${questionText(q)}` : questionText(q)));
    const questions = [...asked, ...(ask.reason.code === 'ask-question' ? [] : [renderReason(ask.reason)])].join('\n\n');
    return { text: reason(many ? 'ask-questions-on-phone' : 'ask-question-on-phone', { questions, minutes }), isCut: false };
  }
  if (payload.kind === 'secret') {
    const params = { name: visible(payload.name), why: visible(payload.why), workspace, minutes };
    return { text: reason('ask-secret-on-phone', params), isCut: false };
  }
  const all = visible(allOf(payload, recipient));
  const shown = all.slice(0, shownCharacters);
  const isCut = shown.length < all.length;
  const why = [commandText(payload.tool, payload.input), renderReason(ask.reason)].filter((part) => part !== null).join('\n');
  const params = { verb: verbOf(payload, recipient), input: shown, id, minutes, workspace, why };
  return isCut
    ? { text: reason('ask-approval-long-on-phone', { ...params, hidden: kB(all.slice(shownCharacters)) }), isCut }
    : { text: reason('ask-approval-on-phone', params), isCut };
};

/** A request in a line, for lists and for what became of it. */
export const phoneLineOf = ({ payload }: Pick<Ask, 'payload'>, recipient: Recipient): string =>
  payload.kind === 'approval'
    ? verbOf(payload, recipient)
    : payload.kind === 'secret'
      ? deedOf('request_secret', { name: payload.name })
      : askLine({ tool: null, input: null, questions: payload.questions });

const ends = {
  approval: { answered: 'approved', denied: 'denied', expired: 'expired', cancelled: 'cancelled' },
  secret: { answered: 'given', denied: 'denied', expired: 'unanswered', cancelled: 'cancelled' },
  question: { answered: 'answered', denied: 'skipped', expired: 'unanswered', cancelled: 'cancelled' },
} as const;

/** What became of a request, for the phone on which it was told. */
export const phoneEndOf = (ask: Ask & { state: Exclude<Ask['state'], 'pending'> }, recipient: Recipient, who: string): Reason =>
  reason(`ask-over-${ends[ask.payload.kind][ask.state]}`, { who, where: whereText(ask.surface), deed: phoneLineOf(ask, recipient) });

/** The answers that a typed text gives: a number or the words of an option, or free text; one line for each of several questions. */
export const answersIn = (questions: readonly Question[], text: string): string[] | null => {
  const lines = questions.length === 1 ? [text.trim()] : text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length !== questions.length) return null;
  return questions.map((q, i) => {
    const said = (lines[i] ?? '').trim().replace(questions.length > 1 ? /^\d+\)\s*/ : /^$/, '');
    const number = /^(\d{1,2})[.)]?$/.exec(said)?.[1];
    const option = number === undefined ? undefined : q.options[Number(number) - 1];
    return option ?? q.options.find((o) => o.toLowerCase() === said.toLowerCase()) ?? said;
  });
};
