import { Fragment } from 'react';
import { t } from '../locales/translate.ts';
import './keys.css';

/** Keys as written in a table of actions: parts joined by +, `mod` is Ctrl, on a Mac Command. Example: "mod+K". */
export type Keys = string;

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

const nameOf = (part: string): string => {
  switch (part) {
    case 'mod':
      return t(isMac() ? 'key.cmd' : 'key.mod');
    case 'alt':
      return t(isMac() ? 'key.option' : 'key.alt');
    case 'shift':
      return t('key.shift');
    case 'Enter':
      return t('key.enter');
    case 'Escape':
      return t('key.esc');
    case 'ArrowUp':
      return t('key.up');
    case 'ArrowDown':
      return t('key.down');
    default:
      return part;
  }
};

/** The keys as one would say them: "Ctrl+K". */
export const keysText = (keys: Keys): string => keys.split('+').map(nameOf).join('+');

/** Whether a key press is these keys and no others. Letters go by their place on the keyboard when Alt changes what they type. */
export const isPressed = (keys: Keys, event: KeyboardEvent): boolean => {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const needs = (part: string): boolean => parts.includes(part);
  const mod = isMac() ? event.metaKey : event.ctrlKey;
  const otherMod = isMac() ? event.ctrlKey : event.metaKey;
  if (mod !== needs('mod') || otherMod || event.altKey !== needs('alt')) return false;
  // A sign such as "?" needs Shift on some keyboards and not on others.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!isSign && event.shiftKey !== needs('shift')) return false;
  return event.key.toLowerCase() === key.toLowerCase() || (needs('alt') && event.code === `Key${key}`);
};

/** Keys as small caps, read as one phrase. */
export const KeyCaps = ({ keys }: { keys: Keys }) => (
  <span className="py-keys" translate="no">
    {keys.split('+').map((part, i) => (
      <Fragment key={part}>
        {i > 0 && <span className="py-hidden">+</span>}
        <kbd>{nameOf(part)}</kbd>
      </Fragment>
    ))}
  </span>
);
