import type { MenuItemConstructorOptions } from 'electron';

/** What the fake system was told; a test reads it over the control socket. */
export const record = {
  trayImage: '',
  trayTooltip: '',
  trayMenu: [] as MenuItemConstructorOptions[],
  trayCount: 0,
  badge: 0,
  notifications: [] as { title: string; body: string; click(): void; isClosed: boolean }[],
  openedExternally: [] as string[],
  openedPaths: [] as string[],
  shownInFolder: [] as string[],
  dialogs: [] as string[],
  shortcuts: new Map<string, () => void>(),
  schemes: [] as string[],
  protocolClients: [] as string[],
  switches: [] as string[],
  awake: 0,
};
