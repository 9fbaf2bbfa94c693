import type { Reason } from '../model/reason.ts';
import { modelErrorTexts, renderModelError } from './model-errors.ts';
import { pynchyCommand } from './pynchy-command.ts';
import { type Sentence, sentences } from './sentences.ts';

/** The sentence for a code, its placeholders filled. An unknown code is shown as it is, never hidden. */
export const renderParts = (why: Reason): Sentence => {
  const sentence = Object.hasOwn(sentences, why.code) ? sentences[why.code] : undefined;
  if (!sentence)
    return Object.hasOwn(modelErrorTexts, why.code)
      ? renderModelError(why.code as keyof typeof modelErrorTexts, why.params)
      : { what: `(${why.code})` };
  // A cause that is itself a code is told in its own words.
  const paramOf = (name: string): string => {
    const value = String(why.params[name] ?? '');
    const isCode = name === 'why' && value !== why.code && (Object.hasOwn(sentences, value) || Object.hasOwn(modelErrorTexts, value));
    return isCode ? renderParts({ code: value, params: why.params }).what : value;
  };
  const fill = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'pynchy' ? pynchyCommand() : paramOf(name)));
  return {
    what: fill(sentence.what),
    ...(sentence.why ? { why: fill(sentence.why) } : {}),
    ...(sentence.next ? { next: fill(sentence.next) } : {}),
  };
};

const inOneLine = ({ what, why: cause, next }: Sentence): string => {
  const parts = [what, cause, next].filter((part) => part !== undefined && part.trim() !== '');
  // A part that ends its line needs no blank before the next.
  return parts.join(' ').replaceAll(/\n /g, '\n');
};

/** What, why and next in one line. */
export const renderReason = (why: Reason): string => inOneLine(renderParts(why));

/** The same for a phone, where nobody has a terminal at hand: what names one says to see the app. */
export const renderOnPhone = (why: Reason): string => {
  const needsTerminal = Object.hasOwn(sentences, why.code) && sentences[why.code]?.next?.includes('{pynchy}') === true;
  return inOneLine({ ...renderParts(why), ...(needsTerminal ? { next: 'See the app.' } : {}) });
};

/** How strong a sandbox is, in words. */
export const isolationText: Readonly<Record<string, string>> = {
  none: 'no separation',
  light: 'an interpreted shell inside Pynchy: sees only its workspace folder, no network; a convenience, not a wall against hostile code',
  process: 'own processes, no network, sees only its workspace folder',
  container: 'a container of its own, no network unless you open it, sees only its workspace folder',
};
