import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { connectToolbox } from '#core/sandbox/client.ts';
import { markVariable } from '../../contract/toolbox/protocol.ts';
import { numberChars } from '../sessions.ts';
import type { Place, Placed } from './placements.ts';
import { type Relay, startRelay } from './relay.ts';

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

export interface OverSocket {
  /** 0: bytes pass as they come; else in pieces that this seed says. */
  readonly seed?: number;
  /** Without a word of its host for so long the toolbox ends by itself. */
  readonly outliveMs?: number;
  readonly pingMs?: number;
}
export interface PlacedOverSocket extends Placed {
  readonly relay: Relay;
  readonly child: ChildProcess;
  /** Of the toolbox. */
  readonly exited: Promise<unknown>;
}

/** As a process whose stdin and stdout are a TCP connection that it was given; it dials in, and a relay stands between. */
export const overSocket = async (toolboxDir: string, root: string, o: OverSocket = {}): Promise<PlacedOverSocket> => {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const relay = await startRelay(portOf(server), o.seed ?? 0);
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const theirs = dial({ port: relay.port, host: '127.0.0.1', noDelay: true });
  await once(theirs, 'connect');
  const mark = randomUUID();
  const child = spawn(
    process.execPath,
    [join(toolboxDir, 'process.mjs'), '--root', root, ...(o.outliveMs === undefined ? [] : ['--outlive', String(o.outliveMs)])],
    // What it says about a pipe that was cut is no news here.
    { stdio: [theirs, theirs, 'ignore'], env: { ...process.env, ...(o.outliveMs === undefined ? {} : { [markVariable]: mark }) } },
  );
  const exited = once(child, 'exit');
  theirs.destroy();
  const [ours] = await accepted;
  const opening = o.outliveMs === undefined ? '' : `${mark}${'0'.repeat(numberChars)}`;
  let stuck = 0;
  const client = await connectToolbox(
    {
      open: (input, signal) => openSocket(ours, opening, { input, signal }),
      nonce: randomUUID(),
      helloMs: 20_000,
      stuckMs: 5_000,
      pingMs: o.pingMs ?? 15_000,
      // As the sandbox stage does: who is silent is ended.
      onStuck: () => {
        stuck++;
        ours.destroy();
      },
    },
    new AbortController().signal,
  );
  const dispose = async (): Promise<void> => {
    client.close();
    ours.destroy();
    await relay.close();
    await new Promise((resolve) => server.close(resolve));
    await exited;
  };
  return { client, stuck: () => stuck, dispose, relay, child, exited };
};

/** The suite's way to place it: every byte comes through, in odd pieces. */
export const inPieces =
  (seed: number): Place =>
  (toolboxDir, root) =>
    overSocket(toolboxDir, root, { seed });

async function* openSocket(
  socket: Socket,
  opening: string,
  pipe: { input: AsyncIterable<Uint8Array>; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  pipe.signal.addEventListener('abort', () => socket.destroy(), { once: true });
  void (async () => {
    if (opening !== '') socket.write(opening);
    for await (const bytes of pipe.input)
      if (!socket.write(bytes)) await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
    socket.end();
  })();
  // The toolbox says the opening back before anything else.
  let toSkip = opening.length;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    const rest = chunk.subarray(Math.min(toSkip, chunk.length));
    toSkip -= chunk.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}
