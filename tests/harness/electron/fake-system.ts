import { createCipheriv, createDecipheriv } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { basename } from 'node:path';
import type {
  Dialog,
  Menu as ElectronMenu,
  Notification as ElectronNotification,
  Tray as ElectronTray,
  GlobalShortcut,
  MenuItemConstructorOptions,
  PowerSaveBlocker,
  SafeStorage,
  Screen,
  Shell,
} from 'electron';
import { record } from './record.ts';

export class Menu {
  readonly template: MenuItemConstructorOptions[];
  constructor(template: MenuItemConstructorOptions[]) {
    this.template = template;
  }
  static buildFromTemplate(template: MenuItemConstructorOptions[]): ElectronMenu {
    return new Menu(template) as unknown as ElectronMenu;
  }
}

export class Tray extends EventEmitter implements Pick<ElectronTray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy'> {
  constructor(image: string) {
    super();
    record.trayCount += 1;
    this.setImage(image);
    trays.add(this);
  }
  setImage(image: Parameters<ElectronTray['setImage']>[0]): void {
    record.trayImage = basename(String(image));
  }
  setToolTip(text: string): void {
    record.trayTooltip = text;
  }
  setContextMenu(menu: ElectronMenu | null): void {
    record.trayMenu = menu ? (menu as unknown as Menu).template : [];
  }
  destroy(): void {
    record.trayCount -= 1;
    trays.delete(this);
  }
}
export const trays = new Set<Tray>();

export class Notification extends EventEmitter implements Pick<ElectronNotification, 'show' | 'close'> {
  private readonly entry: (typeof record.notifications)[number];
  constructor({ title = '', body = '' }: { title?: string; body?: string }) {
    super();
    this.entry = { title, body, isClosed: false, click: () => void this.emit('click', {}) };
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    record.notifications.push(this.entry);
  }
  close(): void {
    this.entry.isClosed = true;
    this.emit('close', {});
  }
}

export const shell: Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder'> = {
  openExternal: async (url) => void record.openedExternally.push(url),
  openPath: async (path) => {
    record.openedPaths.push(path);
    return '';
  },
  showItemInFolder: (path) => void record.shownInFolder.push(path),
};

export const dialog = {
  showMessageBox: async ({ message }: { message: string }) => {
    record.dialogs.push(message);
    return { response: 0, checkboxChecked: false };
  },
  showErrorBox: (title: string, content: string) => void record.dialogs.push(`${title}: ${content}`),
  showOpenDialog: async (): Promise<{ canceled: boolean; filePaths: string[] }> => {
    record.dialogs.push('choose a folder');
    const picked = process.env.HARNESS_PICKED;
    return { canceled: picked === undefined, filePaths: picked === undefined ? [] : [picked] };
  },
} satisfies { [K in 'showMessageBox' | 'showErrorBox' | 'showOpenDialog']: (...args: never[]) => unknown } & Partial<
  Pick<Dialog, 'showErrorBox'>
>;

const workArea = { x: 0, y: 0, width: 1600, height: 1000 };
export const screen: { [K in 'getAllDisplays' | 'getDisplayNearestPoint' | 'getCursorScreenPoint']: () => unknown } & Pick<
  Screen,
  'getCursorScreenPoint'
> = {
  getAllDisplays: () => [{ workArea }],
  getDisplayNearestPoint: () => ({ workArea }),
  getCursorScreenPoint: () => ({ x: 10, y: 10 }),
};

export const globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'> = {
  register: (accelerator, press) => {
    if (String(accelerator) === process.env.HARNESS_TAKEN_KEYS) return false;
    record.shortcuts.set(String(accelerator), press);
    return true;
  },
  unregister: (accelerator) => void record.shortcuts.delete(String(accelerator)),
};

export const powerMonitor = new EventEmitter();
export const powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'> = {
  start: () => {
    record.awake += 1;
    return record.awake;
  },
  stop: () => {
    record.awake -= 1;
    return true;
  },
};

const key = Buffer.alloc(32, 3);
export const safeStorage: Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
> = {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => (process.env.HARNESS_NO_KEYRING === '1' ? 'basic_text' : 'gnome_libsecret'),
  encryptStringAsync: async (text) => {
    const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
    return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  },
  decryptStringAsync: async (sealed) => {
    const decipher = createDecipheriv('aes-256-ctr', key, Buffer.alloc(16));
    return { result: Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8'), shouldReEncrypt: false };
  },
};
