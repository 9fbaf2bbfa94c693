import { app } from 'electron';
import { linkInArguments } from './deep-links.ts';

/**
 * One Pynchy per data folder. The first gets what later ones were started with; a later one must quit. Links that come before
 * anybody listens wait.
 */
export const takeSingleInstance = (argv: readonly string[]) => {
  if (!app.requestSingleInstanceLock()) return null;
  let listener: ((link: string | null) => void) | null = null;
  const early: (string | null)[] = [];
  const take = (link: string | null): void => {
    if (listener) listener(link);
    else early.push(link);
  };
  app.on('second-instance', (_, words) => take(linkInArguments(words)));
  // macOS hands links over in its own way, also at a cold start.
  app.on('open-url', (event, link) => {
    event.preventDefault();
    take(link);
  });
  app.on('activate', () => take(null));
  const own = linkInArguments(argv);
  if (own !== null) early.push(own);
  return {
    /** Null: somebody started Pynchy again, to see it. */
    listen(next: (link: string | null) => void): void {
      listener = next;
      for (const link of early.splice(0)) next(link);
    },
  };
};
