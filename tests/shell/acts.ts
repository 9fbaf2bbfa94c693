import { expect } from 'vitest';
import type { ShellUnderTest } from '../harness/electron/start-shell.ts';

/** The main window, as it is now. */
export const mainOf = async (shell: ShellUnderTest) => (await shell.state()).windows.find((w) => w.title === 'Pynchy');

/** Says something in a new chat, by hand. */
export const sayIn = async (shell: ShellUnderTest, text: string): Promise<void> => {
  await shell.act({ do: 'menu', label: 'New chat' });
  await expect.poll(() => shell.inPage<boolean>('document.querySelector("main textarea") !== null')).toBe(true);
  await shell.act({ do: 'fill', title: 'Pynchy', selector: 'main textarea', text, key: 'Enter' });
};
