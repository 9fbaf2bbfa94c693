import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { clientOver, clientOverPort, type HostClient } from '#contract/client/connect.ts';
import { faceOf } from '#contract/client/socket-face.ts';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { servePort } from '../../main/server/serve-port.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { logged } from '../harness/logged.ts';
import { tempFolder } from '../harness/temp-home.ts';

const unreadable = ['', 'x', '{', 'null', '[]', '7', '{"i":"1"}', '{"i":"1","p":{"u":3}}', '{"i":"1","p":{"u":"http://["}}'];
let t: HostUnderTest;
const written = vi.spyOn(console, 'error');
beforeEach(async () => {
  t = await startHost();
  written.mockClear();
});
afterEach(() => t.stop());
const told = async (): Promise<number> =>
  (await t.client.host.logs({})).filter(({ text }) => text === 'a client sent what cannot be read').length;
const nothingElse = async (client: HostClient): Promise<void> => {
  expect((await client.host.status()).host).toBeTruthy();
  await logged(t, 'a client sent what cannot be read');
  expect(await told()).toBe(1);
  expect(written).not.toHaveBeenCalled();
};

it('tells the first frame of a socket that it cannot read, nothing of the others, and goes on answering', async () => {
  const server = await serveLoopback({ host: t.host, rendererDir: tempFolder('page'), port: 0, onStop: () => undefined });
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/rpc`, { headers: { authorization: `Bearer ${server.token}` } });
  await new Promise<void>((resolve) => socket.once('open', () => resolve()));
  for (const frame of unreadable) {
    socket.send(frame);
    socket.send(Buffer.from(frame), { binary: true });
  }
  await nothingElse(clientOver(faceOf(socket as unknown as globalThis.WebSocket).face));
  socket.close();
  await server.close();
});

it('does so at the port of a window, too', async () => {
  const { port1, port2 } = new MessageChannel();
  servePort(t.host, port1, { surface: 'desktop', openLink: () => 'none', url: () => null, stop: () => undefined });
  port1.start();
  port2.start();
  for (const message of [...unreadable, null, undefined, 7, {}, [], new Uint8Array(3)]) port2.postMessage(message);
  await nothingElse(clientOverPort(port2));
  port1.close();
  port2.close();
});
