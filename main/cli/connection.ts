import { WebSocket } from 'ws';
import { clientOver, type HostClient } from '#contract/client/connect.ts';
import { readHostFile } from '#core/app/boot.ts';
import { pathsIn } from '#core/base/paths.ts';

export class NoHost extends Error {}
/** The host went away while the command waited. */
export class HostGone extends Error {}

/** Runs `work` with the host that runs on this data folder. Throws NoHost when none answers. */
export const withHost = async <T>(home: string, work: (client: HostClient) => Promise<T>): Promise<T> => {
  const file = readHostFile(pathsIn(home).hostFile);
  if (!file) throw new NoHost();
  const socket = new WebSocket(`${file.url.replace(/^http/, 'ws')}/rpc`, {
    headers: { authorization: `Bearer ${file.token}` },
    maxPayload: 64 * 1024 * 1024,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      // Nobody there, or somebody else took the port of a host that died.
      socket.once('error', () => reject(new NoHost()));
      socket.once('close', () => reject(new NoHost()));
    });
    return await work(clientOver(socket as unknown as globalThis.WebSocket));
  } catch (error) {
    if (socket.readyState !== WebSocket.OPEN && !(error instanceof NoHost)) throw new HostGone(undefined, { cause: error });
    throw error;
  } finally {
    socket.terminate();
  }
};
