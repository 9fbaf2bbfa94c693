/** The part of a page's MessagePort that is used. */
export interface Port {
  postMessage(data: unknown): void;
  addEventListener(type: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void): void;
  start(): void;
  close(): void;
}

/**
 * A MessagePort in the form of a websocket, so that one kind of connection serves both: it opens when the port comes, and
 * closes when the other side is gone. A port that comes after close() is closed at once.
 */
export const portAsSocket = (coming: Promise<Port>): WebSocket => {
  const events = new EventTarget();
  let port: Port | null = null;
  let readyState: number = WebSocket.CONNECTING;
  const end = (code: number): void => {
    if (readyState === WebSocket.CLOSED) return;
    readyState = WebSocket.CLOSED;
    port?.close();
    events.dispatchEvent(Object.assign(new Event('close'), { code }));
  };
  coming.then(
    (came) => {
      if (readyState !== WebSocket.CONNECTING) return came.close();
      port = came;
      readyState = WebSocket.OPEN;
      came.addEventListener('message', (event) => events.dispatchEvent(new MessageEvent('message', { data: event.data })));
      came.addEventListener('close', () => end(1006));
      came.start();
      events.dispatchEvent(new Event('open'));
    },
    () => end(1006),
  );
  const socket = {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    send: (data: unknown) => port?.postMessage(data),
    close: () => end(1000),
    get readyState() {
      return readyState;
    },
  };
  return socket as unknown as WebSocket;
};
