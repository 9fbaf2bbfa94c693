import type { Log } from '../base/log.ts';
import type { Store } from '../store/store.ts';
import { announceHost } from '../store/transitions/host-news.ts';

export interface PauseDeps {
  readonly store: Store;
  readonly isPaused: () => boolean;
  /** Kept over restarts. */
  readonly remember: (paused: boolean) => void;
  /** What waited starts, what is due fires. */
  readonly goOn: () => void;
  readonly log: Log;
}

/** The one switch for everything: while paused no turn starts and no task fires; what runs ends by itself. */
export const createPause = (deps: PauseDeps) => ({
  isPaused: deps.isPaused,
  set(paused: boolean): void {
    if (paused === deps.isPaused()) return;
    deps.remember(paused);
    deps.log('info', paused ? 'paused' : 'pause ended');
    announceHost(deps.store.db, 'pause');
    if (!paused) deps.goOn();
  },
});
export type Pause = ReturnType<typeof createPause>;
