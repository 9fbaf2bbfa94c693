import { app, type Event, type WebContents } from 'electron';
import type { Log } from '#core/base/log.ts';
import { openExternally } from './external-links.ts';
import { isOurPage, placeOf } from './our-page.ts';

/** For every web content that will ever exist: it stays on our own pages, opens no window, embeds nothing. */
export const lockDownContents = (log: Log): void => {
  app.on('web-contents-created', (_, contents) => lockDown(contents, log));
};

const lockDown = (contents: WebContents, log: Log): void => {
  const stay = (event: Event & { url?: string }, url: string): void => {
    if (isOurPage(url)) return;
    event.preventDefault();
    log('warn', 'a navigation was refused', { to: placeOf(url) });
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  // Our page has no frames at all.
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame) return;
    event.preventDefault();
    log('warn', 'a frame was refused');
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternally(url, log);
    return { action: 'deny' };
  });
};
