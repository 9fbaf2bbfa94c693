import { EventEmitter } from 'node:events';
import { createServer, connect as dial } from 'node:net';
import { join } from 'node:path';
import type { App } from 'electron';
import { record } from './record.ts';

type Used = Pick<
  App,
  | 'setName'
  | 'setAppUserModelId'
  | 'setPath'
  | 'getPath'
  | 'getAppPath'
  | 'getVersion'
  | 'quit'
  | 'whenReady'
  | 'enableSandbox'
  | 'setActivationPolicy'
  | 'setBadgeCount'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
  | 'isPackaged'
>;

class FakeApp extends EventEmitter implements Used {
  readonly isPackaged = process.env.HARNESS_PACKAGED === '1';
  private readonly paths = new Map<string, string>();
  private isQuitting = false;
  private readonly closers: (() => void | Promise<void>)[] = [];

  onQuit(close: () => void | Promise<void>): void {
    this.closers.push(close);
  }
  setName(): void {}
  setAppUserModelId(): void {}
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  getPath(name: string): string {
    const path = this.paths.get(name);
    if (path === undefined) throw new Error(`the shell asks for the path "${name}" before it sets it`);
    return path;
  }
  getAppPath(): string {
    return process.env.HARNESS_APP_PATH ?? process.cwd();
  }
  getVersion(): string {
    return '0.0.0';
  }
  async whenReady(): Promise<void> {
    // As in Electron, ready comes later than the entry's first turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  enableSandbox(): void {
    record.switches.push('sandbox');
  }
  setActivationPolicy(): void {}
  setBadgeCount(count?: number): boolean {
    record.badge = count ?? 0;
    return true;
  }
  setAsDefaultProtocolClient(protocol: string): boolean {
    record.protocolClients.push(protocol);
    return true;
  }
  getLoginItemSettings(): ReturnType<App['getLoginItemSettings']> {
    throw new Error('Linux has no login items');
  }
  setLoginItemSettings(): void {
    throw new Error('Linux has no login items');
  }
  /** The winner listens on a socket in userData; a later one hands over its arguments, as the real one does. */
  requestSingleInstanceLock(): boolean {
    const path = join(this.getPath('userData'), 'single.sock');
    // Asking is synchronous in Electron, so the harness says who is first.
    if (process.env.HARNESS_SECOND === '1') {
      const socket = dial(path, () => socket.end(JSON.stringify(process.argv)));
      const told = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.resume();
      this.onQuit(() => told);
      return false;
    }
    const server = createServer((socket) => {
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('end', () => {
        socket.end();
        this.emit('second-instance', {}, JSON.parse(text), process.cwd(), null);
      });
    });
    server.listen(path);
    this.onQuit(() => void server.close());
    return true;
  }
  quit(): void {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (prevented || this.isQuitting) return;
    this.isQuitting = true;
    void (async () => {
      for (const close of this.closers) await close();
      this.emit('quit', {}, 0);
      process.exit(0);
    })();
  }
}

export const app = new FakeApp();
