import { useEffect, useState } from 'react';

// Less than anybody needs to read a card and decide.
const settleMs = 400;

/** False for a moment after a card has come: a click on its way to something else must not approve it. */
export const useSettled = (): boolean => {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), settleMs);
    return () => clearTimeout(timer);
  }, []);
  return isSettled;
};
