/** What a shell that has a window of its own can do for its page. The page asks for these, never for the shell. */
export interface ShellCapabilities {
  /** Asks for a connection to the host. A new port comes as a window message (`portMessage`), from this page to itself. */
  hello(): void;
  /** Opens the data folder or a folder of a workspace, or shows where a file there or an export lies. Nothing else. */
  openPath(path: string): Promise<ShellAnswer<null>>;
  /** The system's own window to choose a folder; null when it was closed without a choice. Choosing grants nothing. */
  pickFolder(): Promise<ShellAnswer<string | null>>;
  /** The window to talk in, at a place of the page (`#/chat/ID`). */
  showWindow(hash: string): Promise<ShellAnswer<null>>;
  hideQuickAsk(): Promise<ShellAnswer<null>>;
  getAutostart(): Promise<ShellAnswer<Autostart>>;
  setAutostart(isOn: boolean): Promise<ShellAnswer<Autostart>>;
  getShortcut(): Promise<ShellAnswer<Shortcut>>;
  /** Null: no shortcut. */
  setShortcut(accelerator: string | null): Promise<ShellAnswer<Shortcut>>;
  getZoom(): Promise<ShellAnswer<number>>;
  /** 0.5 to 3. */
  setZoom(factor: number): Promise<ShellAnswer<number>>;
}

/** Expected failures come as a sentence, not as a throw. */
export type ShellAnswer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly text: string };

/** Read from the system each time. `why` says in words why it cannot be set here. */
export interface Autostart {
  readonly isOn: boolean;
  readonly why: string | null;
}
/** `isActive` is false when another program holds the keys. */
export interface Shortcut {
  readonly accelerator: string | null;
  readonly isActive: boolean;
}
