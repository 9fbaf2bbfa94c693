import { type RefCallback, useState } from 'react';

export interface FocusBack {
  /** Of what opened a form that stands in its place. */
  readonly ref: RefCallback<HTMLElement>;
  /** Gives it the focus: now where it stands, else when it stands again, unless somebody works elsewhere by then. */
  readonly giveBack: () => void;
}

const createFocusBack = (): FocusBack => {
  let standing: HTMLElement | null = null;
  let isDue = false;
  return {
    ref: (element) => {
      standing = element;
      if (element === null || !isDue) return;
      isDue = false;
      if (document.activeElement === document.body) element.focus();
    },
    giveBack: () => {
      isDue = standing === null;
      standing?.focus();
    },
  };
};

/** The way back for the keyboard when a form closes. It waits for the button itself: no frame says that it was drawn. */
export const useFocusBack = (): FocusBack => useState(createFocusBack)[0];
