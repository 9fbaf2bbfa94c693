import { type ChildProcess, spawn } from 'node:child_process';

/** Opens the link once where a person sits in front: on a terminal, not under CI, not over SSH. BROWSER wins. Null: not opened. */
export const openBrowserOnce = (link: string, env: NodeJS.ProcessEnv, isTty: boolean): ChildProcess | null => {
  if (!isTty || env.CI || env.SSH_CONNECTION) return null;
  const [command, ...args] = env.BROWSER
    ? env.BROWSER.split(' ')
    : process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : env.DISPLAY || env.WAYLAND_DISPLAY
          ? ['xdg-open']
          : [];
  if (!command) return null;
  const child = spawn(command, [...args, link], { stdio: 'ignore', detached: true });
  // The printed link is the way when there is no browser to start.
  child.on('error', () => undefined);
  child.unref();
  return child;
};
