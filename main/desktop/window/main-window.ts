import { join } from 'node:path';
import { app, BrowserWindow, screen } from 'electron';
import { goChannel, pageOrigin } from '#contract/shell/channels.ts';
import type { Log } from '#core/base/log.ts';
import type { PrefsFile } from '../prefs.ts';
import { reloadAfterCrash } from './crash-reload.ts';
import { placeOfWindow } from './place.ts';
import { webPreferences } from './web-preferences.ts';

export interface MainWindowOptions {
  readonly outDir: string;
  readonly icon: string;
  readonly prefs: PrefsFile;
  readonly log: Log;
  readonly isQuitting: () => boolean;
  readonly hasTray: () => boolean;
  /** Called after the close button hid it. */
  readonly onHidden: () => void;
}

/** The window to talk in. The close button hides it; it is made when it is first needed. */
export const createMainWindow = (o: MainWindowOptions) => {
  let window: BrowserWindow | null = null;
  // A page that is loading does not hear where to go; its address says it.
  let isLoaded = false;

  const make = (hash: string): BrowserWindow => {
    const { bounds, isMaximized } = o.prefs.get();
    const made = new BrowserWindow({
      ...placeOfWindow(
        bounds,
        screen.getAllDisplays().map((display) => display.workArea),
      ),
      minWidth: 380,
      minHeight: 480,
      show: false,
      title: 'Pynchy',
      icon: o.icon,
      backgroundColor: '#1f1d1b',
      autoHideMenuBar: true,
      webPreferences: webPreferences(join(o.outDir, 'preload', 'preload.cjs')),
    });
    if (isMaximized) made.maximize();
    isLoaded = false;
    made.webContents.on('did-finish-load', () => {
      isLoaded = true;
      made.webContents.setZoomFactor(o.prefs.get().zoom);
    });
    made.webContents.on('render-process-gone', () => {
      isLoaded = false;
    });
    reloadAfterCrash(made.webContents, { log: o.log, now: Date.now });
    made.on('close', (event) => {
      o.prefs.set({ bounds: made.getNormalBounds(), isMaximized: made.isMaximized() });
      if (o.isQuitting()) return;
      event.preventDefault();
      hide(made);
    });
    made.on('closed', () => {
      window = null;
    });
    made
      .loadURL(`${pageOrigin}/${hash}`)
      .catch((error: unknown) => o.log('error', 'the page could not be loaded', { error: String(error) }));
    return made;
  };
  const hide = (shown: BrowserWindow): void => {
    // Without a tray the task bar is the way back.
    if (o.hasTray()) shown.hide();
    else shown.minimize();
    if (process.platform === 'darwin') app.setActivationPolicy('accessory');
    o.onHidden();
  };

  return {
    /** Shows it, at a place of the page (`#/chat/ID`) when one is given. */
    show(hash = ''): void {
      if (process.platform === 'darwin') app.setActivationPolicy('regular');
      if (window && hash !== '') {
        if (isLoaded) window.webContents.send(goChannel, hash);
        else void window.loadURL(`${pageOrigin}/${hash}`).catch(() => undefined);
      }
      window ??= make(hash);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    isLookedAt: (): boolean => window?.isVisible() === true && window.isFocused(),
    /** The chat on the page, from its address. */
    chatShown: (): string | null => /#\/chat\/([^/?]+)/.exec(window?.webContents.getURL() ?? '')?.[1] ?? null,
    contents: () => window?.webContents ?? null,
    hideForQuit: (): void => window?.hide(),
  };
};
export type MainWindow = ReturnType<typeof createMainWindow>;
