import { app, Menu, Tray } from 'electron';
import { trayImage } from './tray-image.ts';
import { type TrayActions, trayMenu } from './tray-menu.ts';
import { atRest, type HostGlance, trayStateOf } from './tray-state.ts';

/** The icon in the tray. The caller keeps it: a Tray that nobody holds vanishes. */
export const createTray = (imagesDir: string, act: TrayActions) => {
  const tray = new Tray(trayImage(imagesDir, 'idle', process.platform));
  // On macOS a click opens the menu.
  if (process.platform !== 'darwin') tray.on('click', act.open);
  const show = (glance: HostGlance): void => {
    const { kind, tooltip } = trayStateOf(glance);
    tray.setImage(trayImage(imagesDir, kind, process.platform));
    tray.setToolTip(tooltip);
    // Linux shows a changed menu only when it is set again.
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(glance, act)));
    app.setBadgeCount(glance.isStopping ? 0 : glance.asks);
  };
  show(atRest);
  return { show, destroy: () => tray.destroy() };
};
