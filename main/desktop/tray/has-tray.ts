import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const answerMs = 2_000;

/**
 * Does this desktop show tray icons? Elsewhere than on Linux always; there a watcher has to be on the session bus, which
 * stock GNOME does not have. When nobody can be asked, it is taken for granted unless it is GNOME.
 */
export const hasTray = async (env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Promise<boolean> => {
  if (platform !== 'linux') return true;
  const question = [
    'org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus',
    'NameHasOwner',
    's',
    'org.kde.StatusNotifierWatcher',
  ];
  try {
    const { stdout } = await run('busctl', ['--user', 'call', ...question], { env, timeout: answerMs });
    return stdout.trim() === 'b true';
  } catch {
    // No busctl or no session bus: the name of the desktop is all there is.
    return !(env.XDG_CURRENT_DESKTOP ?? '').toUpperCase().includes('GNOME');
  }
};
