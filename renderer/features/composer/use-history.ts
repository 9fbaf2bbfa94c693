import { useRef } from 'react';

/** Goes through what was sent before, the newest first. Null: nothing there in this direction, the key means what it always means. */
export const stepHistory = (
  sent: readonly string[],
  at: number,
  direction: 'older' | 'newer',
): { readonly at: number; readonly text: string } | null => {
  const next = direction === 'older' ? at + 1 : at - 1;
  if (next < -1 || next >= sent.length) return null;
  return { at: next, text: next < 0 ? '' : (sent[sent.length - 1 - next] ?? '') };
};

/** The arrow keys of an empty field, or of one that shows an unchanged text of before. */
export const useHistory = (sent: readonly string[]): ((text: string, key: string) => string | null) => {
  const place = useRef({ at: -1, text: '' });
  return (text, key) => {
    if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
    if (text === '') place.current = { at: -1, text: '' };
    if (text !== place.current.text) return null;
    const next = stepHistory(sent, place.current.at, key === 'ArrowUp' ? 'older' : 'newer');
    if (next) place.current = next;
    return next?.text ?? null;
  };
};
