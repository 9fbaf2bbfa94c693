import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { app } from './fake-app.ts';
import { permissions } from './fake-session.ts';
import { powerMonitor, trays } from './fake-system.ts';
import { type BrowserWindow, windows } from './fake-window.ts';
import { record } from './record.ts';

/** What a test sees of the fake system. */
export interface ShellState {
  readonly windows: {
    readonly title: string;
    readonly url: string;
    readonly visible: boolean;
    readonly focused: boolean;
    readonly minimized: boolean;
    readonly bounds: { x: number; y: number; width: number; height: number };
    readonly zoom: number;
    readonly webPreferences: unknown;
  }[];
  readonly tray: {
    readonly image: string;
    readonly tooltip: string;
    readonly menu: { label: string; enabled: boolean }[];
    readonly count: number;
  };
  readonly badge: number;
  readonly notifications: { readonly title: string; readonly body: string; readonly isClosed: boolean }[];
  readonly openedExternally: string[];
  readonly openedPaths: string[];
  readonly shownInFolder: string[];
  readonly dialogs: string[];
  readonly shortcuts: string[];
  readonly schemes: string[];
  readonly protocolClients: string[];
  readonly switches: string[];
  readonly awake: number;
}

const stateNow = (): ShellState => ({
  windows: windows.map((w) => ({
    title: String(w.options.title),
    url: w.webContents.getURL(),
    visible: w.isVisible(),
    focused: w.isFocused(),
    minimized: w.isMinimized(),
    bounds: w.getNormalBounds(),
    zoom: w.webContents.zoom,
    webPreferences: w.options.webPreferences,
  })),
  tray: {
    image: record.trayImage,
    tooltip: record.trayTooltip,
    menu: record.trayMenu
      .filter((item) => item.type !== 'separator')
      .map((item) => ({ label: String(item.label), enabled: item.enabled !== false })),
    count: record.trayCount,
  },
  badge: record.badge,
  notifications: record.notifications.map(({ title, body, isClosed }) => ({ title, body, isClosed })),
  openedExternally: record.openedExternally,
  openedPaths: record.openedPaths,
  shownInFolder: record.shownInFolder,
  dialogs: record.dialogs,
  shortcuts: [...record.shortcuts.keys()],
  schemes: record.schemes,
  protocolClients: record.protocolClients,
  switches: record.switches,
  awake: record.awake,
});

export type Command =
  | { readonly do: 'state' }
  | { readonly do: 'menu'; readonly label: string }
  | { readonly do: 'tray-click' }
  | { readonly do: 'click-notification'; readonly n: number }
  | { readonly do: 'press'; readonly keys: string }
  | { readonly do: 'power'; readonly event: string }
  | { readonly do: 'open-url'; readonly url: string }
  | { readonly do: 'close-window'; readonly title: string }
  | { readonly do: 'move-window'; readonly title: string; readonly bounds: { x: number; y: number; width: number; height: number } }
  | { readonly do: 'fault'; readonly text: string }
  | { readonly do: 'crash'; readonly title: string }
  | { readonly do: 'reload'; readonly title: string }
  | { readonly do: 'visit'; readonly title: string; readonly url: string }
  | { readonly do: 'evaluate'; readonly title: string; readonly script: string }
  | { readonly do: 'screenshot'; readonly title: string; readonly path: string }
  | { readonly do: 'fill'; readonly title: string; readonly selector: string; readonly text: string; readonly key: string }
  | { readonly do: 'permission'; readonly name: string; readonly url: string };

const windowOf = (title: string): BrowserWindow => {
  const found = windows.find((w) => w.options.title === title);
  if (!found) throw new Error(`there is no window "${title}"`);
  return found;
};

const obey = async (c: Command): Promise<unknown> => {
  switch (c.do) {
    case 'state':
      return stateNow();
    case 'menu': {
      const item = record.trayMenu.find((i) => i.label === c.label);
      if (!item) throw new Error(`the menu has no "${c.label}"`);
      return void (item.click as (() => void) | undefined)?.();
    }
    case 'tray-click':
      return void [...trays][0]?.emit('click');
    case 'click-notification':
      return record.notifications[c.n]?.click();
    case 'press':
      return record.shortcuts.get(c.keys)?.();
    case 'power':
      return void powerMonitor.emit(c.event);
    case 'open-url':
      return void app.emit('open-url', { preventDefault: () => undefined }, c.url);
    case 'close-window':
      return windowOf(c.title).close();
    case 'move-window':
      return windowOf(c.title).setBounds(c.bounds);
    case 'fault':
      return void setImmediate(() => {
        throw new Error(c.text);
      });
    case 'crash':
      return void windowOf(c.title).webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    case 'reload':
      return windowOf(c.title).webContents.reload();
    case 'visit':
      return windowOf(c.title).webContents.loadURL(c.url);
    case 'evaluate': {
      const { webContents } = windowOf(c.title);
      await webContents.loading;
      return (await webContents.page).evaluate(c.script);
    }
    case 'screenshot': {
      await (await windowOf(c.title).webContents.page).screenshot({ path: c.path });
      return null;
    }
    case 'fill': {
      const page = await windowOf(c.title).webContents.page;
      await page.locator(c.selector).fill(c.text);
      await page.locator(c.selector).press(c.key);
      return null;
    }
    case 'permission': {
      let isGranted: boolean | null = null;
      permissions.request?.({ getURL: () => c.url } as never, c.name as never, (answer) => (isGranted = answer), {
        requestingUrl: c.url,
      } as never);
      return {
        asked: isGranted,
        checked: permissions.check?.(null, c.name as never, new URL(c.url).origin, {} as never),
        device: permissions.device?.({} as never),
      };
    }
    default:
      return c satisfies never;
  }
};

/** Takes commands from the test that started this process, one line each. */
export const answerControl = (): void => {
  const path = process.env.HARNESS_CONTROL;
  if (!path || process.env.HARNESS_SECOND === '1') return;
  const socket = connect(path);
  // Only the app decides when this process ends.
  socket.unref();
  socket.on('error', () => undefined);
  createInterface({ input: socket }).on('line', (line) => {
    const { id, command } = JSON.parse(line) as { id: number; command: Command };
    obey(command).then(
      (value) => socket.write(`${JSON.stringify({ id, value: value ?? null })}\n`),
      (error: unknown) => socket.write(`${JSON.stringify({ id, error: String(error) })}\n`),
    );
  });
};
