import type { LocaleText } from '../translate.ts';

/** Where people write. */
export const composer = {
  'composer.label': 'Message to {chat}',
  'composer.placeholder': 'Write a message',
  'composer.send': 'Send',
  'composer.steer': 'Send to the running turn',
  'composer.stop': 'Stop',
  'composer.stopKey': 'Stop (Esc)',
  'composer.keys': 'Enter sends, Shift+Enter begins a new line',
  'composer.steers': 'Enter sends this to the running turn',
  'composer.shell': 'Runs in the sandbox, no model',
  'composer.willSend': 'Not sent yet: Pynchy cannot be reached. It is sent when Pynchy is back.',
} as const satisfies Readonly<Record<string, LocaleText>>;
