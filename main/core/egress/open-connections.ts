import type { OutsideConnection } from './tunnel.ts';

/** The connections to the outside that sandboxes have now, so that all can be cut at once. */
export const createOpenConnections = () => {
  const open = new Set<OutsideConnection>();
  return {
    /** The same connection, known until it is over. */
    keep(connection: OutsideConnection): OutsideConnection {
      open.add(connection);
      const over = (): void => void open.delete(connection);
      return {
        incoming: (async function* () {
          try {
            yield* connection.incoming;
          } finally {
            over();
          }
        })(),
        send: (bytes) => connection.send(bytes),
        close() {
          over();
          connection.close();
        },
      };
    },
    cutAll(): void {
      for (const connection of open) connection.close();
      open.clear();
    },
  };
};
