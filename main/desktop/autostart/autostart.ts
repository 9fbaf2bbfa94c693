import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import type { Autostart, ShellAnswer } from '#contract/shell/capabilities.ts';
import { writeFileAtomic } from '#core/base/atomic-file.ts';
import { texts } from '../texts.ts';
import { desktopFile } from './desktop-file.ts';

/** Starts hidden, in the tray. */
export const hiddenFlag = '--hidden';

/** Start at login. The system is asked each time: a person may have changed it there. */
export const createAutostart = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform) => {
  const file = join(env.XDG_CONFIG_HOME || join(env.HOME ?? homedir(), '.config'), 'autostart', 'pynchy.desktop');
  const why = (): string | null =>
    platform === 'linux' || platform === 'darwin' || platform === 'win32'
      ? app.isPackaged
        ? null
        : texts.autostart.development
      : texts.autostart.unknown;
  const isOn = (): boolean => (platform === 'linux' ? existsSync(file) : app.getLoginItemSettings({ args: [hiddenFlag] }).openAtLogin);
  const get = (): Autostart => ({ isOn: isOn(), why: why() });
  return {
    get,
    set(wanted: boolean): ShellAnswer<Autostart> {
      const cause = why();
      if (cause !== null) return { ok: false, text: cause };
      if (platform !== 'linux') app.setLoginItemSettings({ openAtLogin: wanted, args: [hiddenFlag] });
      else if (wanted) {
        mkdirSync(dirname(file), { recursive: true });
        // An AppImage lies elsewhere at each start; its own variable says where it really is.
        writeFileAtomic(file, desktopFile(env.APPIMAGE ?? process.execPath, [hiddenFlag]));
      } else rmSync(file, { force: true });
      return { ok: true, value: get() };
    },
  };
};
export type AutostartSwitch = ReturnType<typeof createAutostart>;
