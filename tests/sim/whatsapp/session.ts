import { decodeBinaryNode, encodeBinaryNode, type proto } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import type { Account, Companion } from './accounts.ts';
import { createFrameReader, frameOf } from './frames.ts';
import type { Node } from './nodes.ts';
import { createResponder, type Transport } from './noise-server.ts';

/** One socket of one client. */
export interface Session {
  account: Account | null;
  companion: Companion | null;
  readonly clientStatic: Buffer;
  readonly payload: proto.ClientPayload;
  /** The queue of the time away was sent: what comes now goes straight through. */
  isReady: boolean;
  /** It has said that its person is looking. */
  isThere: boolean;
  /** The codes it may be paired with: what the server showed it. */
  pairing: { refs: readonly string[]; code: CodePairing | null } | null;
  send(node: Node): void;
  /** Ends it as a server does, after the client has read what was sent. */
  close(): void;
  /** Cuts the line. */
  drop(): void;
}
export interface CodePairing {
  readonly phone: string;
  readonly wrappedEphemeral: Buffer;
  readonly ref: Buffer;
  primaryEphemeral: { public: Uint8Array; private: Uint8Array } | null;
}

export interface SessionHooks {
  readonly opened: (session: Session) => void;
  readonly received: (session: Session, node: Node) => void;
  readonly closed: (session: Session) => void;
  /** While true, what comes is read and nothing is answered. */
  readonly isSilent: () => boolean;
  readonly failed: (error: unknown) => void;
}

/** Speaks frames, Noise and binary nodes on one socket; what they mean is decided elsewhere. */
export const serveSocket = (socket: WebSocket, hooks: SessionHooks): void => {
  const reader = createFrameReader();
  const responder = createResponder(reader.header);
  let transport: Transport | null = null;
  let session: Session | null = null;
  let greeted = false;

  const write = (body: Uint8Array): void => {
    if (socket.readyState === socket.OPEN && !hooks.isSilent()) socket.send(frameOf(body));
  };
  const begin = (frame: Buffer): void => {
    if (!greeted) {
      greeted = true;
      write(responder.hello(frame));
      return;
    }
    const done = responder.finish(frame);
    transport = done.transport;
    session = {
      account: null,
      companion: null,
      clientStatic: done.clientStatic,
      payload: done.payload,
      isReady: false,
      isThere: false,
      pairing: null,
      // A sealed frame that is not sent would break the count, so silence is decided before sealing.
      send: (node) => {
        if (!hooks.isSilent()) write(done.transport.seal(encodeBinaryNode(node)));
      },
      close: () => socket.close(),
      drop: () => socket.terminate(),
    };
    hooks.opened(session);
  };
  const take = async (frame: Buffer): Promise<void> => {
    if (!transport || !session) return begin(frame);
    const node = await decodeBinaryNode(transport.open(frame));
    if (!hooks.isSilent()) hooks.received(session, node);
  };

  let line: Promise<void> = Promise.resolve();
  socket.on('message', (data: Buffer) => {
    line = line
      .then(async () => {
        for (const frame of reader.push(data)) await take(frame);
      })
      .catch((error: unknown) => {
        hooks.failed(error);
        socket.terminate();
      });
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => session && hooks.closed(session));
};
