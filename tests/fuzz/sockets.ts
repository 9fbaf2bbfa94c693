import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { tempFolder } from '../harness/temp-home.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { startHostUnderFuzz } from './host-under-fuzz.ts';
import { damaged, hostileText, hostileValue } from './hostile-values.ts';

const frames = [
  '{"i":"1","p":{"u":"/host/status"}}',
  '{"i":"2","p":{"u":"/asks/list","b":{"json":{"state":"pending"}}}}',
  '{"i":"3","t":3,"p":{}}',
  '{"i":"4","p":{"u":"/__proto__/constructor","b":{"json":{}}}}',
  '{"i":"5","p":{"u":"/files/read","b":{"json":{"workspaceId":"home","path":"../../secret.txt"}}}}',
];
const casesPerSocket = 100;

/** Bytes at the door: frames of somebody who is signed in, of somebody who is not, and requests that are none. */
export const fuzzSockets: FuzzTarget = async ({ random, n, toolboxDir }) => {
  const h = await startHostUnderFuzz(toolboxDir);
  const page = tempFolder('page');
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Pynchy</title>');
  const server = await serveLoopback({ host: h.host, rendererDir: page, port: 0, onStop: () => undefined });
  const faults: string[] = [];
  const { hostname, port } = new URL(server.url);
  const secrets = [...h.secrets, server.token];
  const look = (text: string, who: string): void => {
    for (const secret of secrets) if (text.includes(secret)) faults.push(`${who} was told a secret`);
  };

  /** Resolves when the socket is over. Somebody who is not signed in may be told nothing. */
  const overSocket = async (isSignedIn: boolean, count: number): Promise<void> => {
    const socket = new WebSocket(
      `${server.url.replace('http', 'ws')}/rpc`,
      isSignedIn ? { headers: { authorization: `Bearer ${server.token}` } } : {},
    );
    const over = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const text = String(data as Buffer);
      look(text, isSignedIn ? 'a client' : 'a stranger');
      if (!isSignedIn) faults.push(`a stranger was answered: ${text.slice(0, 200)}`);
    });
    await new Promise<void>((resolve) => {
      socket.once('open', () => resolve());
      socket.once('close', () => resolve());
    });
    for (let i = 0; i < count && socket.readyState === WebSocket.OPEN; i++) {
      const text = random.chance(0.7) ? damaged(random, random.pick(frames)) : JSON.stringify(hostileValue(random));
      socket.send(random.chance(0.2) ? Buffer.from(text, 'utf16le') : text, { binary: random.chance(0.3) });
    }
    if (random.chance(0.5)) socket.close();
    else socket.terminate();
    await over;
  };
  const overTcp = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      const request = `${random.pick(['GET', 'POST', 'OPTIONS', 'PUT'])} /${hostileText(random)} HTTP/1.1\r\nHost: ${random.chance(0.7) ? `127.0.0.1:${port}` : hostileText(random)}\r\n${random.pick(['Content-Length: 5', 'Transfer-Encoding: chunked', 'Upgrade: websocket\r\nConnection: Upgrade', 'Cookie: x'])}\r\n\r\n`;
      socket.on('data', (data: Buffer) => look(data.toString(), 'a stranger'));
      socket.on('error', () => undefined);
      socket.once('close', () => resolve());
      socket.end(damaged(random, request));
      socket.setTimeout(500, () => socket.destroy());
    });

  let cases = 0;
  try {
    while (cases < n) {
      if (random.chance(0.1)) {
        await overTcp();
        cases++;
        continue;
      }
      const count = Math.min(casesPerSocket, n - cases);
      await overSocket(random.chance(0.8), count);
      cases += count;
    }
    await h.client.host.status();
    faults.push(...(await h.faults()));
  } finally {
    await server.close();
    await h.close();
  }
  return { cases, faults };
};
