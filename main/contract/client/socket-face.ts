type Face = Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'>;

const open = 1;
const closed = 3;

/**
 * What the RPC link sees of a socket. `end()` tells it at once that the socket is gone: a dead one may take a minute to say so,
 * and whoever waits for an answer on it must not. What is sent to a socket that is on its way out is dropped; its close follows.
 */
export const faceOf = (socket: WebSocket): { readonly face: Face; end(): void } => {
  const events = new EventTarget();
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    events.dispatchEvent(new Event('close'));
  };
  socket.addEventListener('message', (event) => {
    if (!ended) events.dispatchEvent(new MessageEvent('message', { data: event.data }));
  });
  socket.addEventListener('open', () => events.dispatchEvent(new Event('open')));
  socket.addEventListener('close', end);
  const face = {
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    send: (data: Parameters<WebSocket['send']>[0]) => {
      if (socket.readyState === open) socket.send(data);
    },
    get readyState() {
      return ended ? closed : socket.readyState > open ? open : socket.readyState;
    },
  };
  return { face: face as Face, end };
};
