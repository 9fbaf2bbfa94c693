import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions, BrowserWindow as ElectronWindow, Rectangle } from 'electron';
import { FakeContents } from './fake-contents.ts';

type Used = Pick<
  ElectronWindow,
  | 'show'
  | 'hide'
  | 'focus'
  | 'minimize'
  | 'maximize'
  | 'restore'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'isMaximized'
  | 'getNormalBounds'
  | 'setBounds'
  | 'loadURL'
  | 'close'
>;

export const windows: BrowserWindow[] = [];

export class BrowserWindow extends EventEmitter implements Used {
  readonly webContents: FakeContents;
  readonly options: BrowserWindowConstructorOptions;
  private bounds: Rectangle;
  private visible: boolean;
  private minimized = false;
  private maximized = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.visible = options.show !== false;
    this.bounds = { x: options.x ?? 200, y: options.y ?? 100, width: options.width ?? 800, height: options.height ?? 600 };
    const preload = options.webPreferences?.preload;
    this.webContents = new FakeContents(preload ? readFileSync(preload, 'utf8') : '', this.bounds);
    windows.push(this);
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return windows.find(({ webContents }) => webContents === contents) ?? null;
  }
  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  show(): void {
    this.visible = true;
    for (const other of windows) if (other !== this) other.isInFront = false;
    this.isInFront = true;
  }
  isInFront = false;
  hide(): void {
    this.visible = false;
    this.isInFront = false;
  }
  focus(): void {
    this.isInFront = true;
  }
  minimize(): void {
    this.minimized = true;
    this.isInFront = false;
  }
  restore(): void {
    this.minimized = false;
  }
  maximize(): void {
    this.maximized = true;
  }
  isVisible(): boolean {
    return this.visible;
  }
  isFocused(): boolean {
    return this.visible && this.isInFront;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  getNormalBounds(): Rectangle {
    return this.bounds;
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
  }
  /** The close button. */
  close(): void {
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    windows.splice(windows.indexOf(this), 1);
    this.emit('closed');
  }
}
