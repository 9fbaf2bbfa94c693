import { dialog, type WebContents } from 'electron';
import type { Log } from '#core/base/log.ts';
import { texts } from '../texts.ts';

const calmAgainMs = 60_000;

/** A page whose process died is loaded again, once; when it dies again soon, a person is asked. */
export const reloadAfterCrash = (contents: WebContents, o: { log: Log; now: () => number }): void => {
  let lastCrash = Number.NEGATIVE_INFINITY;
  contents.on('render-process-gone', (_, details) => {
    if (details.reason === 'clean-exit' || contents.isDestroyed()) return;
    o.log('error', 'the page died', { reason: details.reason, exitCode: details.exitCode });
    const isAgain = o.now() - lastCrash < calmAgainMs;
    lastCrash = o.now();
    if (!isAgain) return contents.reload();
    void askBeforeReload(contents);
  });
};

const askBeforeReload = async (contents: WebContents): Promise<void> => {
  const { title, body, again } = texts.crash;
  await dialog.showMessageBox({ type: 'error', message: title, detail: body, buttons: [again] });
  if (!contents.isDestroyed()) contents.reload();
};
