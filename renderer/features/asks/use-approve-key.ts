import { type RefObject, useEffect, useState } from 'react';
import { type AskKeys, mayTakeFocus } from './focus.ts';

/** Whether Alt+A approves now: the title of the card is on screen, and it is clear which card is meant. */
export const useApproveKey = (card: RefObject<HTMLElement | null>, keys: AskKeys, approve: () => void): boolean => {
  const [isOnScreen, setOnScreen] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  useEffect(() => {
    const title = card.current?.querySelector('header');
    if (!title) return;
    const observer = new IntersectionObserver((seen) => setOnScreen(seen.at(-1)?.isIntersecting ?? false), { threshold: 0.9 });
    const look = (): void => setFocus(card.current?.contains(document.activeElement) ?? false);
    observer.observe(title);
    document.addEventListener('focusin', look);
    look();
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', look);
    };
  }, [card]);

  const isActive = isOnScreen && (keys === 'any' || (keys === 'focused' && hasFocus));
  useEffect(() => {
    if (!isActive) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.altKey || event.code !== 'KeyA' || event.repeat) return;
      const at = document.activeElement;
      const isFree =
        card.current?.contains(at) || mayTakeFocus(at) || !(at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement);
      if (!isFree) return;
      event.preventDefault();
      approve();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isActive, card, approve]);
  return isActive;
};
