import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { pageOrigin } from '#contract/shell/channels.ts';
import type { Log } from '#core/base/log.ts';
import { webPreferences } from './web-preferences.ts';

const size = { width: 640, height: 116 };
// Where the eye is: a third from the top of the screen with the pointer.
const fromTop = 0.28;

/** One line to ask something from anywhere. It goes away with Esc or when another window is used. */
export const createQuickWindow = (o: { outDir: string; log: Log; isQuitting: () => boolean }) => {
  let window: BrowserWindow | null = null;
  const make = (): BrowserWindow => {
    const made = new BrowserWindow({
      ...size,
      show: false,
      frame: false,
      resizable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      fullscreenable: false,
      title: 'Ask Pynchy',
      backgroundColor: '#1f1d1b',
      webPreferences: webPreferences(join(o.outDir, 'preload', 'preload.cjs')),
    });
    made.on('blur', () => made.hide());
    made.on('close', (event) => {
      if (o.isQuitting()) return;
      event.preventDefault();
      made.hide();
    });
    made.on('closed', () => {
      window = null;
    });
    made
      .loadURL(`${pageOrigin}/?quick#/`)
      .catch((error: unknown) => o.log('error', 'the quick question could not be loaded', { error: String(error) }));
    return made;
  };
  return {
    toggle(): void {
      window ??= make();
      if (window.isVisible()) return window.hide();
      const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
      window.setBounds({
        ...size,
        x: Math.round(workArea.x + (workArea.width - size.width) / 2),
        y: Math.round(workArea.y + workArea.height * fromTop),
      });
      window.show();
      window.focus();
    },
    hide: (): void => window?.hide(),
    contents: () => window?.webContents ?? null,
  };
};
export type QuickWindow = ReturnType<typeof createQuickWindow>;
