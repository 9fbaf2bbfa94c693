import { app } from 'electron';
import type { Log } from '#core/base/log.ts';

export interface QuitDeps {
  /** Ends everything in order; may take a moment. */
  readonly drain: () => Promise<void>;
  readonly onStopping: () => void;
  readonly deadlineMs: number;
  readonly log: () => Log | null;
}

/**
 * Quitting in three clear states: running, stopping (what runs is finished, at most until the deadline), gone. A second wish
 * to quit changes nothing.
 */
export const quitInOrder = (deps: QuitDeps) => {
  let state: 'running' | 'stopping' | 'gone' = 'running';
  const stop = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), deps.deadlineMs)));
    try {
      if ((await Promise.race([deps.drain(), deadline])) === 'late') deps.log()?.('error', 'stopping took too long', {});
    } catch (error) {
      deps.log()?.('error', 'stopping failed', { error: String(error) });
    } finally {
      clearTimeout(timer);
      state = 'gone';
      app.quit();
    }
  };
  app.on('before-quit', (event) => {
    if (state === 'gone') return;
    event.preventDefault();
    if (state === 'stopping') return;
    state = 'stopping';
    deps.onStopping();
    void stop();
  });
  // The tray keeps it alive.
  app.on('window-all-closed', () => undefined);
  return { isQuitting: () => state !== 'running', quit: () => app.quit() };
};
