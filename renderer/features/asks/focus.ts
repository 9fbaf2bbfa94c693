/** Which approvals the key may answer: none while something is being written, only the one in focus where several stand. */
export type AskKeys = 'none' | 'focused' | 'any';

/** Whether a card may take the focus: never from somebody who is writing. */
export const mayTakeFocus = (active: Element | null): boolean => {
  if (active === null || active === document.body) return true;
  if (active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement) return active.value === '';
  return false;
};
