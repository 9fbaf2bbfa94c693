import { createServer, connect as dial, type Socket } from 'node:net';
import { createRandom } from '../../../tests/chaos/random.ts';
import { portOf } from './sockets.ts';

/** What stands between two ends of a connection, and can be bad. */
export interface Relay {
  readonly port: number;
  /** From now on nothing comes through, and nobody is told: the cable is out. */
  freeze(): void;
  /** Both ends are reset. */
  cut(): void;
  close(): Promise<void>;
}

/** Passes bytes between whoever dials `port` and `target`, in pieces whose size the seed says (0: as they come). */
export const startRelay = async (target: number, seed: number): Promise<Relay> => {
  const random = createRandom(seed);
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const pass = async (from: Socket, to: Socket): Promise<void> => {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; ) {
        const end = seed === 0 ? chunk.length : at + (random.chance(0.2) ? random.between(1, 7) : random.between(8, 60_000));
        // Neither end may be closed, which leaving the loop would do.
        if (isFrozen) await new Promise(() => {});
        const hasRoom = to.write(chunk.subarray(at, end));
        at = end;
        if (!hasRoom) await new Promise((resolve) => to.once('drain', resolve).once('close', resolve));
        else if (seed !== 0) await new Promise((resolve) => setImmediate(resolve));
      }
    }
    if (!isFrozen) to.end();
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = dial({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined); // a reset is what some tests want
    }
    void pass(near, far).catch(() => undefined);
    void pass(far, near).catch(() => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server),
    freeze: () => {
      isFrozen = true;
    },
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
