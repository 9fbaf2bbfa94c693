import { EventEmitter } from 'node:events';
import type { HandlerDetails, WebContents } from 'electron';
import type { Frame, Page, Route } from 'playwright';
import { browserContext } from './browser.ts';
import { app } from './fake-app.ts';
import { ipcMain } from './fake-ipc.ts';
import type { FakePort } from './fake-ports.ts';
import { handlers } from './fake-session.ts';
import { pageSide } from './page-side.ts';

/** Chromium knows no app://; its pages have this address here, and the shell never sees it. */
const inChromium = 'https://pynchy.harness';
const inApp = 'app://pynchy';
const outward = (url: string): string => url.replace(inChromium, inApp);
const inward = (url: string): string => url.replace(inApp, inChromium);

type Data = { readonly text?: unknown; readonly bytes?: string };
type FromPage =
  | { readonly kind: 'send' | 'invoke'; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'data'; readonly port: number; readonly data: Data };
const decode = (data: Data): unknown => (data.bytes === undefined ? data.text : Buffer.from(data.bytes, 'base64'));
const encode = (data: unknown): Data => (data instanceof Uint8Array ? { bytes: Buffer.from(data).toString('base64') } : { text: data });

let ids = 0;

export class FakeContents
  extends EventEmitter
  implements Pick<WebContents, 'send' | 'loadURL' | 'reload' | 'getURL' | 'setZoomFactor' | 'isDestroyed' | 'setWindowOpenHandler'>
{
  readonly page: Promise<Page>;
  zoom = 1;
  /** Settled when what was asked for last is loaded. */
  loading: Promise<void> = Promise.resolve();
  private url = '';
  private isOwnLoad = false;
  private windowOpen: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null;
  private readonly ports = new Map<number, FakePort>();
  private readonly frames = new WeakMap<Frame, object>();

  constructor(preload: string, size: { width: number; height: number }) {
    super();
    app.emit('web-contents-created', {}, this);
    this.page = this.open(preload, size);
  }
  get mainFrame(): object | undefined {
    return this.top ? this.frameOf(this.top) : undefined;
  }
  private top: Frame | null = null;

  private async open(preload: string, size: { width: number; height: number }): Promise<Page> {
    const context = await browserContext();
    const page = await context.newPage();
    this.top = page.mainFrame();
    await page.setViewportSize({ width: size.width, height: size.height });
    await page.exposeBinding('__harnessToMain', (source, message: FromPage) => this.hear(source.frame, message));
    await page.addInitScript(pageSide(preload));
    await page.route('**/*', (route) => this.answer(route));
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.url = outward(frame.url());
    });
    page.on('load', () => this.emit('did-finish-load'));
    page.on('pageerror', (error) => console.error('page:', error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') console.error('page:', message.text());
    });
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    return page;
  }

  private async answer(route: Route): Promise<void> {
    const request = route.request();
    const url = outward(request.url());
    const isTop = request.frame() === this.top;
    if (request.isNavigationRequest()) {
      // A new document: the ports of the old one are gone.
      if (!this.isOwnLoad && this.isRefused(url, isTop)) return route.fulfill({ status: 204 });
      if (isTop) this.closePorts();
    }
    const handler = handlers.get(url.split(':')[0] ?? '');
    if (!handler) return route.fulfill({ status: 200, contentType: 'text/html', body: '<!doctype html><title>elsewhere</title>' });
    const body = request.postDataBuffer();
    const answered = await handler(
      new Request(url, { method: request.method(), headers: request.headers(), ...(body ? { body: new Uint8Array(body) } : {}) }),
    );
    await route.fulfill({
      status: answered.status,
      headers: Object.fromEntries(answered.headers),
      body: Buffer.from(await answered.arrayBuffer()),
    });
  }
  private isRefused(url: string, isMainFrame: boolean): boolean {
    let prevented = false;
    const event = { url, isMainFrame, preventDefault: () => (prevented = true) };
    if (isMainFrame) this.emit('will-navigate', event);
    this.emit('will-frame-navigate', event);
    return prevented;
  }

  private frameOf(frame: Frame): object {
    const known = this.frames.get(frame);
    if (known) return known;
    const made = {
      get url() {
        return outward(frame.url());
      },
      postMessage: (channel: string, message: unknown, ports: readonly FakePort[]) => {
        for (const port of ports) this.give(frame, channel, message, port);
      },
    };
    this.frames.set(frame, made);
    return made;
  }
  private give(frame: Frame, channel: string, message: unknown, port: FakePort): void {
    const id = ++ids;
    this.ports.set(id, port);
    const push = (m: object): void => void frame.evaluate(deliver, m).catch(() => undefined);
    push({ kind: 'port', port: id, channel, message });
    port.on('message', ({ data }: { data: unknown }) => push({ kind: 'data', port: id, data: encode(data) }));
    port.on('close', () => push({ kind: 'port-closed', port: id }));
    port.start();
  }
  private hear(frame: Frame, message: FromPage): unknown {
    if (message.kind === 'data') return void this.ports.get(message.port)?.postMessage(decode(message.data));
    if (message.kind === 'open') return void this.windowOpen?.({ url: message.url } as HandlerDetails);
    const event = { sender: this, senderFrame: this.frameOf(frame) };
    if (message.kind === 'invoke') return ipcMain.invoke(message.channel, event, message.args);
    ipcMain.emit(message.channel, event, ...message.args);
    return undefined;
  }
  private closePorts(): void {
    for (const port of this.ports.values()) port.close();
    this.ports.clear();
  }

  loadURL(url: string): Promise<void> {
    this.loading = this.page.then(async (page) => {
      this.isOwnLoad = true;
      await page.goto(inward(url)).finally(() => {
        this.isOwnLoad = false;
      });
    });
    return this.loading;
  }
  reload(): void {
    const before = this.loading;
    this.loading = this.page.then(async (page) => {
      await before;
      this.isOwnLoad = true;
      await page.goto(inward(this.url)).finally(() => {
        this.isOwnLoad = false;
      });
    });
  }
  send(channel: string, ...args: unknown[]): void {
    void this.page.then((page) => page.evaluate(deliver, { kind: 'send', channel, args })).catch(() => undefined);
  }
  getURL(): string {
    return this.url;
  }
  setZoomFactor(factor: number): void {
    this.zoom = factor;
  }
  isDestroyed(): boolean {
    return false;
  }
  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.windowOpen = handler;
  }
}

const deliver = (message: object): void => (globalThis as unknown as { __harnessFromMain(m: object): void }).__harnessFromMain(message);
