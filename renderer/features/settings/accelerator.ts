/** What a key press is in the form of the desktop shell ("CommandOrControl+Shift+Space"); null while it is no whole shortcut. */
export const acceleratorOf = (event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'code'>): string | null => {
  const key = keyOf(event.code);
  const modifiers = [
    event.ctrlKey || event.metaKey ? 'CommandOrControl' : null,
    event.altKey ? 'Alt' : null,
    event.shiftKey ? 'Shift' : null,
  ].filter((part) => part !== null);
  // Shift alone would take a letter away from every other program.
  if (key === null || modifiers.length === 0 || (modifiers.length === 1 && modifiers[0] === 'Shift')) return null;
  return [...modifiers, key].join('+');
};

const keyOf = (code: string): string | null => {
  const letter = /^(?:Key([A-Z])|Digit(\d)|(F\d{1,2}|Space))$/.exec(code);
  return letter?.[1] ?? letter?.[2] ?? letter?.[3] ?? null;
};

/** The same in the form of the window's own keys, to be shown as caps. */
export const capsOf = (accelerator: string): string =>
  accelerator
    .split('+')
    .map((part) => (part === 'CommandOrControl' ? 'mod' : /^(?:Alt|Shift)$/.test(part) ? part.toLowerCase() : part))
    .join('+');
