import { dialog } from 'electron';
import { messageOf } from '#contract/errors.ts';
import type { Log } from '#core/base/log.ts';
import { texts } from './texts.ts';

/**
 * A fault that nobody caught is written down. After a thrown one nothing is sure any more: the person is told and the app quits
 * in order; what was unfinished goes on at the next start.
 */
export const watchFaults = (o: { readonly log: () => Log | null; readonly quit: () => void }): void => {
  process.on('unhandledRejection', (error) =>
    o.log()?.('error', 'unhandled rejection', { error: messageOf(error), stack: error instanceof Error ? error.stack : null }),
  );
  process.on('uncaughtException', (error) => {
    o.log()?.('error', 'uncaught exception', { error: error.message, stack: error.stack });
    dialog.showErrorBox(texts.stopped.title, texts.stopped.body(error.message));
    o.quit();
  });
};
