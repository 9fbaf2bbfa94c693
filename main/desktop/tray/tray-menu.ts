import type { MenuItemConstructorOptions } from 'electron';
import { texts } from '../texts.ts';
import type { HostGlance } from './tray-state.ts';

export interface TrayActions {
  readonly open: () => void;
  readonly newChat: () => void;
  readonly quickAsk: () => void;
  readonly pause: (paused: boolean) => void;
  readonly emergencyStop: () => void;
  readonly approvals: () => void;
  readonly quit: () => void;
}

/** Every action of the tray: on some desktops a click on the icon is all that arrives, on others the menu is. */
export const trayMenu = (g: HostGlance, act: TrayActions): MenuItemConstructorOptions[] => {
  if (g.isStopping) return [{ label: texts.tray.stopping(g.running), enabled: false }];
  return [
    { label: texts.tray.open, click: act.open },
    { label: texts.tray.newChat, click: act.newChat },
    { label: texts.tray.quickAsk, click: act.quickAsk },
    { type: 'separator' },
    { label: texts.tray.approvals(g.asks), enabled: g.asks > 0, click: act.approvals },
    { label: g.paused ? texts.tray.goOn : texts.tray.pause, click: () => act.pause(!g.paused) },
    g.stopped ? { label: texts.tray.release, click: act.open } : { label: texts.tray.emergencyStop, click: act.emergencyStop },
    { type: 'separator' },
    { label: texts.tray.quit, click: act.quit },
  ];
};
