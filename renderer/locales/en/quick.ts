import type { LocaleText } from '../translate.ts';

/** The small window for one question. */
export const quick = {
  'quick.label': 'Ask Pynchy',
  'quick.placeholder': 'Ask Pynchy …',
  'quick.hint': 'Enter asks in a new chat, Esc closes.',
  'quick.busy': 'Asking …',
} as const satisfies Readonly<Record<string, LocaleText>>;
