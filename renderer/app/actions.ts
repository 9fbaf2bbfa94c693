import type { TextKey } from '../locales/translate.ts';
import type { Keys } from '../ui/keys.tsx';

export interface AppAction {
  /** What the action bus knows it by. */
  readonly name: string;
  readonly label: TextKey;
  readonly keys: Keys | null;
  /** Listed on the sheet of keys and in the settings, not in the palette. */
  readonly isKeyOnly?: boolean;
}

/**
 * Everything that can be done from everywhere: the palette, the keys, the sheet of keys and the menus read this one table.
 * Keys that browsers keep for themselves (new tab, new window, close) are avoided.
 */
export const appActions = [
  { name: 'palette', label: 'action.palette', keys: 'mod+K', isKeyOnly: true },
  { name: 'new-chat', label: 'action.newChat', keys: 'alt+N' },
  { name: 'previous-chat', label: 'action.previousChat', keys: 'alt+ArrowUp', isKeyOnly: true },
  { name: 'next-chat', label: 'action.nextChat', keys: 'alt+ArrowDown', isKeyOnly: true },
  { name: 'search', label: 'action.search', keys: 'mod+F' },
  { name: 'search-here', label: 'action.searchHere', keys: null },
  { name: 'compose', label: 'action.compose', keys: 'alt+M', isKeyOnly: true },
  { name: 'stop', label: 'action.stopWork', keys: 'mod+.' },
  { name: 'pause', label: 'action.pause', keys: null },
  { name: 'go-on', label: 'action.goOn', keys: null },
  { name: 'emergency-stop', label: 'action.emergencyStop', keys: null },
  { name: 'emergency-release', label: 'action.emergencyRelease', keys: null },
  { name: 'start-fresh', label: 'action.startFresh', keys: null },
  { name: 'sidebar', label: 'action.sidebar', keys: 'mod+B' },
  { name: 'settings', label: 'action.settings', keys: 'mod+,', isKeyOnly: true },
  { name: 'keys', label: 'action.keys', keys: 'mod+/' },
  { name: 'welcome', label: 'action.welcome', keys: null },
  { name: 'light', label: 'action.light', keys: null },
  { name: 'dark', label: 'action.dark', keys: null },
  { name: 'auto', label: 'action.auto', keys: null },
  { name: 'larger', label: 'action.larger', keys: null },
  { name: 'smaller', label: 'action.smaller', keys: null },
] as const satisfies readonly AppAction[];

/** Keys that a part of a screen answers itself; told on the sheet of keys only. */
export const partKeys = [
  { group: 'keys.writing', label: 'keys.send', keys: 'Enter' },
  { group: 'keys.writing', label: 'keys.newLine', keys: 'shift+Enter' },
  { group: 'keys.writing', label: 'keys.stop', keys: 'Escape' },
  { group: 'keys.writing', label: 'keys.shell', keys: '!' },
  { group: 'keys.asks', label: 'keys.approve', keys: 'alt+A' },
] as const satisfies readonly { group: TextKey; label: TextKey; keys: Keys }[];
