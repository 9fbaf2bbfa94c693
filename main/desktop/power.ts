import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Log } from '#core/base/log.ts';

/** After sleep the host catches up; while a turn runs the system does not fall asleep by itself. */
export const createPower = (o: { onWake: () => void; log: Log }) => {
  let blocker: number | null = null;
  powerMonitor.on('suspend', () => o.log('info', 'the computer goes to sleep'));
  powerMonitor.on('resume', () => {
    o.log('info', 'the computer woke up');
    o.onWake();
  });
  return {
    keepAwake(isWorking: boolean): void {
      if (isWorking && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
      if (isWorking || blocker === null) return;
      powerSaveBlocker.stop(blocker);
      blocker = null;
    },
  };
};
