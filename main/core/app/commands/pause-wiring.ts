import type { Queue } from '../../queue/queue.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import { createPause } from '../../services/pause.ts';
import type { Foundation } from '../foundation.ts';

/** "Pause everything" and its end. */
export const wirePause = ({ store, settings, log }: Foundation, { scheduler, queue }: { scheduler: Scheduler; queue: Queue }) =>
  createPause({
    store,
    isPaused: () => settings.get().paused,
    remember: (paused) => settings.set('paused', paused),
    goOn() {
      scheduler.rearm();
      queue.resume();
    },
    log,
  });
