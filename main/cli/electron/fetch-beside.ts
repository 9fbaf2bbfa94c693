import type { Env } from '../command.ts';
import { fetchElectron, silentMs } from './fetch-electron.ts';
import type { ElectronPlace } from './find-electron.ts';
import { progressLine } from './progress.ts';

/**
 * Fetches Electron while the browser can be used already, with one line of progress. `b` opens the browser and keeps it:
 * then the tray waits for the next start. When it cannot be fetched, the browser is opened and the reason printed.
 */
export const fetchBeside = (
  o: { env: Env; place: ElectronPlace; openBrowser: () => void },
  onFetched: (program: string) => void,
): { stop(): void } => {
  const { env, place } = o;
  const stopped = new AbortController();
  let staysInBrowser = false;
  const keys = watchKeys((key) => {
    if (key !== 'b' || staysInBrowser) return;
    staysInBrowser = true;
    o.openBrowser();
  });
  let shown = '';
  const onProgress = (done: number, total: number | null): void => {
    const line = progressLine(place.version, done, total);
    if (line === shown || !process.stdout.isTTY) return;
    shown = line;
    process.stdout.write(`\r\u001b[K${line}`);
  };
  onProgress(0, null);
  const finish = async (): Promise<void> => {
    const mirror = process.env.ELECTRON_MIRROR;
    const fetched = await fetchElectron({ root: env.root, place, mirror, silentMs, onProgress, signal: stopped.signal });
    keys.stop();
    if (shown !== '') process.stdout.write('\r\u001b[K');
    if (stopped.signal.aborted) return;
    if (!fetched.ok) {
      env.out(`Electron could not be fetched (${fetched.why}). Using the browser. Try again: npm start -- --tray`);
      if (!staysInBrowser) o.openBrowser();
    } else if (staysInBrowser) env.out('Electron is here. The tray is used from the next start on.');
    else {
      env.out('Electron is here. Opening the window.');
      onFetched(fetched.program);
    }
  };
  void finish();
  return { stop: () => stopped.abort() };
};

// Without raw input a key is only seen after Enter; with it, Ctrl+C has to be passed on by hand.
const watchKeys = (onKey: (key: string) => void): { stop(): void } => {
  const { stdin } = process;
  if (!stdin.isTTY) return { stop: () => undefined };
  const heard = (data: Buffer): void => {
    const key = data.toString();
    if (key === '\u0003') process.kill(process.pid, 'SIGINT');
    else onKey(key);
  };
  stdin.setRawMode(true);
  stdin.on('data', heard);
  stdin.resume();
  // Listening for a key is no reason to live.
  stdin.unref();
  return {
    stop() {
      stdin.off('data', heard);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
};
