import { type Reason, reason } from '#contract/model/reason.ts';
import type { Ask, Question } from '#contract/model/records.ts';
import { renderReason } from '#contract/text/render.ts';
import type { AskView } from '#contract/ui/views.ts';

type Recipient = AskView['recipient'];

// What a phone shows of the arguments; a code is for the whole stored call.
const shownCharacters = 3_000;

/** A text without signs that are not seen or turn others around: a person decides by what they read. */
const visible = (text: string): string =>
  text.replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

// The chat is named in the verb: its id says nothing to a person.
const argumentsOf = (input: object, recipient: Recipient): string =>
  Object.entries(input)
    .filter(([name]) => recipient === null || !['chat', 'chatId', 'workspace'].includes(name))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value, null, 1)}`)
    .join('\n');

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

const deeds: Readonly<Record<string, string>> = { send_message: 'send a message', send_file: 'send a file', reply: 'send this answer' };

/** What would be done, verb first, and who would read it. */
const verbOf = ({ tool, input }: Extract<Ask['payload'], { kind: 'approval' }>, recipient: Recipient): string => {
  const deed = deeds[tool];
  if (deed === undefined) return `use ${tool}`;
  if (!recipient) return `${deed} to ${visible(String(input.chat))}`;
  const { chat, kind, readers, moreReaders } = recipient;
  const group = kind === 'group' ? 'the group ' : '';
  const others = [...readers, ...(moreReaders > 0 ? [`${moreReaders} more`] : [])];
  return visible(`${deed} to ${group}${chat}${kind === 'group' && others.length > 0 ? `, where ${others.join(', ')} can read it` : ''}`);
};

/** A request as a phone shows it. */
export const phoneTextOf = (ask: Ask, workspace: string, recipient: Recipient, now: number): PhoneText => {
  const { payload, shortId: id } = ask;
  const minutes = Math.max(1, Math.round((ask.expiresAt - now) / 60_000));
  if (payload.kind === 'question') {
    const many = payload.questions.length > 1;
    const questions = payload.questions.map((q, i) => visible(many ? `${i + 1}) ${questionText(q)}` : questionText(q))).join('\n\n');
    return { text: reason(many ? 'ask-questions-on-phone' : 'ask-question-on-phone', { questions, minutes }), isCut: false };
  }
  const all = visible(argumentsOf(payload.input, recipient));
  const shown = all.slice(0, shownCharacters);
  const isCut = shown.length < all.length;
  const params = { verb: verbOf(payload, recipient), input: shown, id, minutes, workspace, why: renderReason(ask.reason) };
  return isCut
    ? { text: reason('ask-approval-long-on-phone', { ...params, hidden: kB(all.slice(shownCharacters)) }), isCut }
    : { text: reason('ask-approval-on-phone', params), isCut };
};

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
