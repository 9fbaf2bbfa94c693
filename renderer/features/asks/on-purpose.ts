import type { KeyboardEvent, MouseEvent } from 'react';

const isPress = ({ key }: KeyboardEvent): boolean => key === 'Enter' || key === ' ';

/** For what a click alone may do: neither key does it by being pressed on its way to something else. */
export const refuseKeys = (event: KeyboardEvent): void => {
  if (isPress(event)) event.preventDefault();
};

/** A key that was held down before the card came under it says nothing about the card. */
export const refuseHeldKeys = (event: KeyboardEvent): void => {
  if (isPress(event) && event.repeat) event.preventDefault();
};

/** The first half of a double click may have been for what stood here before. */
export const isFirstClick = ({ detail }: MouseEvent): boolean => detail < 2;
