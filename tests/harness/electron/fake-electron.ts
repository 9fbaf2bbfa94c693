/** The part of Electron that the shell uses. A member that is missing here makes the import fail, as it should. */
export { app } from './fake-app.ts';
export { ipcMain } from './fake-ipc.ts';
export { MessageChannelMain } from './fake-ports.ts';
export { protocol, session } from './fake-session.ts';
export {
  dialog,
  globalShortcut,
  Menu,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  shell,
  Tray,
} from './fake-system.ts';
export { BrowserWindow } from './fake-window.ts';

import { answerControl } from './control.ts';

answerControl();
