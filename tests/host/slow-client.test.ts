import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { clientOver, type HostClient } from '#contract/client/connect.ts';
import { faceOf } from '#contract/client/socket-face.ts';
import { serveLoopback } from '../../main/server/serve-loopback.ts';
import { type HostUnderTest, startHost } from '../harness/in-process-host.ts';
import { logged } from '../harness/logged.ts';
import { say } from '../harness/talk.ts';
import { tempFolder } from '../harness/temp-home.ts';

let t: HostUnderTest;
let server: Awaited<ReturnType<typeof serveLoopback>>;
beforeEach(async () => {
  t = await startHost();
  server = await serveLoopback({ host: t.host, rendererDir: join(tempFolder('page')), port: 0, onStop: () => undefined });
});
afterEach(async () => {
  await server.close();
  await t.stop();
});

const dial = async (): Promise<{ socket: WebSocket; client: HostClient; closed: Promise<number> }> => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/rpc`, { headers: { authorization: `Bearer ${server.token}` } });
  socket.on('error', () => socket.terminate());
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve) => socket.once('open', () => resolve()));
  return { socket, closed, client: clientOver(faceOf(socket as unknown as globalThis.WebSocket).face) };
};

it('cuts a client off that asks and never reads, and goes on with the others', async () => {
  await say(t.client, t.chatId, `Long: ${'abc '.repeat(20_000)}`);
  const slow = await dial();
  const other = await dial();
  slow.socket.pause();
  const answers = Array.from({ length: 600 }, () => slow.client.chats.thread({ chatId: t.chatId }));
  const settled = Promise.allSettled(answers);
  await logged(t, 'a client that does not read was cut off');
  slow.socket.resume();
  expect(await slow.closed).toBe(1006);
  expect((await settled).some(({ status }) => status === 'rejected')).toBe(true);
  expect((await other.client.chats.thread({ chatId: t.chatId })).messages.length).toBeGreaterThan(0);
  expect(other.socket.readyState).toBe(WebSocket.OPEN);
  other.socket.close();
}, 60_000);

it('leaves a client alone that reads as much', async () => {
  await say(t.client, t.chatId, `Long: ${'abc '.repeat(20_000)}`);
  const { client, socket } = await dial();
  for (let i = 0; i < 300; i++) await client.chats.thread({ chatId: t.chatId });
  expect(socket.readyState).toBe(WebSocket.OPEN);
  socket.close();
}, 60_000);
