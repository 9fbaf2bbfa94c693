import { EventEmitter } from 'node:events';
import type { MessagePortMain } from 'electron';

/** One end of a channel inside the main process; what arrives before start() waits. */
export class FakePort extends EventEmitter implements Pick<MessagePortMain, 'postMessage' | 'start' | 'close'> {
  peer: FakePort | null = null;
  private isStarted = false;
  private isClosed = false;
  private readonly waiting: unknown[] = [];

  postMessage(data: unknown): void {
    const { peer } = this;
    // Never in the same turn, as over a process line.
    if (!this.isClosed && peer) setImmediate(() => peer.take(data));
  }
  start(): void {
    this.isStarted = true;
    for (const data of this.waiting.splice(0)) this.emit('message', { data, ports: [] });
  }
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const { peer } = this;
    this.emit('close');
    if (peer) setImmediate(() => peer.close());
  }
  private take(data: unknown): void {
    if (this.isClosed) return;
    if (this.isStarted) this.emit('message', { data, ports: [] });
    else this.waiting.push(data);
  }
}

export class MessageChannelMain {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();
  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}
