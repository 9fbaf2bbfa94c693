/**
 * Leads the keyboard on after something inside `done` was done: to the next card that asks, else to where one writes.
 * Somebody who went elsewhere meanwhile stays there.
 */
export const focusNext = (done: Element | null): void => {
  const active = document.activeElement;
  if (active !== null && active !== document.body && !done?.contains(active)) return;
  const card = [...document.querySelectorAll('[data-ask]')].find((other) => other !== done);
  const place =
    card?.querySelector<HTMLElement>('footer button:not(:disabled), input') ?? document.querySelector<HTMLElement>('[data-composer]');
  place?.focus({ preventScroll: card === undefined });
};
