import { globalShortcut } from 'electron';
import type { Shortcut } from '#contract/shell/capabilities.ts';
import type { PrefsFile } from './prefs.ts';

/** The keys that open the quick question from anywhere. Others may hold them: then it says so and stays without. */
export const createQuickShortcut = (prefs: PrefsFile, onPress: () => void) => {
  let active: string | null = null;
  const take = (accelerator: string | null): void => {
    if (active !== null) globalShortcut.unregister(active);
    active = accelerator !== null && register(accelerator, onPress) ? accelerator : null;
  };
  take(prefs.get().shortcut);
  const get = (): Shortcut => ({ accelerator: prefs.get().shortcut, isActive: active !== null });
  return {
    get,
    set(accelerator: string | null): Shortcut {
      prefs.set({ shortcut: accelerator });
      take(accelerator);
      return get();
    },
  };
};
export type QuickShortcut = ReturnType<typeof createQuickShortcut>;

const register = (accelerator: string, onPress: () => void): boolean => {
  try {
    return globalShortcut.register(accelerator, onPress);
  } catch {
    // Electron throws on keys that this system does not have.
    return false;
  }
};
