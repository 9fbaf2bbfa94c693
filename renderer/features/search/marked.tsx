import { Fragment } from 'react';

const open = '\u2068';
const close = '\u2069';

/** A snippet in parts: what stands between the marks was found. */
export const markedParts = (snippet: string): { readonly text: string; readonly isHit: boolean }[] =>
  // The marks of markdown are no words; only pairs of them go.
  snippet
    .replaceAll(/(\*\*|~~|`+)(?=\S)(.*?\S)\1/g, '$2')
    .split(open)
    .flatMap((part, index) => {
      if (index === 0) return [{ text: part, isHit: false }];
      const end = part.indexOf(close);
      // A text may hold such a character of its own: without its partner it marks nothing.
      if (end < 0) return [{ text: part, isHit: false }];
      return [
        { text: part.slice(0, end), isHit: true },
        { text: part.slice(end + 1), isHit: false },
      ];
    })
    .map((part) => ({ ...part, text: part.text.replaceAll(close, '').replaceAll(/\s+/g, ' ') }))
    .filter(({ text }) => text !== '');

/** A snippet with what was found marked. */
export const Marked = ({ snippet }: { snippet: string }) => (
  <>
    {markedParts(snippet).map(({ text, isHit }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change places
      <Fragment key={index}>{isHit ? <mark>{text}</mark> : text}</Fragment>
    ))}
  </>
);
