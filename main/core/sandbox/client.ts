import { encodeFrame, readFrames } from '#contract/toolbox/frames.ts';
import { type HostMessage, protocolVersion, ToolboxMessage } from '#contract/toolbox/protocol.ts';
import { type Toolbox, ToolboxError, type ToolboxHello } from '#contract/toolbox/toolbox.ts';
import { createByteQueue } from './byte-queue.ts';
import { createPendingCalls, type PendingCalls } from './pending-calls.ts';
import type { Connect } from './ports.ts';
import { createToolbox } from './toolbox-calls.ts';
import { createTunnels, isTunnelMessage, type Tunnels } from './tunnels.ts';

export interface ClientOptions {
  /** Attaches to the pipe: bytes in, bytes out. */
  readonly open: (input: AsyncIterable<Uint8Array>, signal: AbortSignal) => AsyncIterable<Uint8Array>;
  readonly nonce: string;
  readonly helloMs: number;
  /** How long a call may take to end after it was cancelled or its time was up. */
  readonly stuckMs: number;
  /** Makes the connections that the sandbox asks for; without it all are refused. */
  readonly connect?: Connect;
  /** How often a toolbox with processes is asked whether it lives. */
  readonly pingMs: number;
  /** A call did not end in that time, or nothing was heard for `silentPings` pings: the sandbox must be restarted. */
  readonly onStuck: (why: 'call-stuck' | 'toolbox-silent') => void;
}
const silentPings = 3;

export interface ToolboxClient {
  readonly toolbox: Toolbox;
  /** Resolves when the pipe is gone, with what broke it (null for an orderly end). All calls have been rejected then. */
  readonly ended: Promise<unknown>;
  /** Ends the input, on which the toolbox exits. */
  readonly close: () => void;
}

/** Turns the byte pipe of a sandbox into a Toolbox. Rejects ToolboxError 'gone' when no fitting hello arrives in time. */
export const connectToolbox = async (options: ClientOptions, signal: AbortSignal): Promise<ToolboxClient> => {
  const input = createByteQueue();
  const pipe = new AbortController();
  const send = (head: HostMessage, body?: Uint8Array): void => input.push(encodeFrame(head, body));
  const calls = createPendingCalls(send);
  const tunnels = createTunnels(options.connect ?? noConnection, send);
  let greet: (hello: ToolboxHello) => void = () => {};
  const greeted = new Promise<ToolboxHello>((resolve) => (greet = resolve));
  let unanswered = 0;
  const heard = (): void => {
    unanswered = 0;
  };
  const ended = pump(options.open(input, pipe.signal), { nonce: options.nonce, greet, heard, calls, tunnels }).then(
    () => null,
    (error: unknown) => error,
  );
  let pinging: NodeJS.Timeout | undefined;
  void ended.then(() => {
    clearInterval(pinging);
    input.end();
    pipe.abort();
    calls.end();
    tunnels.end();
  });
  input.push(encodeFrame({ type: 'hello', protocol: protocolVersion, nonce: options.nonce }));

  let timer: NodeJS.Timeout | undefined;
  let giveUp: () => void = () => {};
  try {
    const hello = await Promise.race([
      greeted,
      ended.then((error) => Promise.reject(new ToolboxError('gone', `the toolbox ended before its hello: ${String(error)}`))),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new ToolboxError('gone', 'no hello in time')), options.helloMs);
        giveUp = () => reject(new ToolboxError('cancelled', 'cancelled'));
        signal.addEventListener('abort', giveUp, { once: true });
      }),
    ]);
    // An interpreter may be busy for long in the only thread it has.
    if (hello.kind === 'process') {
      pinging = setInterval(() => {
        if (unanswered++ >= silentPings) options.onStuck('toolbox-silent');
        else input.push(encodeFrame({ type: 'ping', id: 0 }));
      }, options.pingMs).unref();
    }
    const close = (): void => {
      clearInterval(pinging);
      input.end();
    };
    return {
      toolbox: createToolbox(hello, calls, { stuckMs: options.stuckMs, onStuck: () => options.onStuck('call-stuck') }),
      ended,
      close,
    };
  } catch (error) {
    input.end();
    pipe.abort();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
};

const noConnection: Connect = async () => ({ ok: false, code: 'network-off', message: 'there is no network here' });

const pump = async (
  output: AsyncIterable<Uint8Array>,
  to: { nonce: string; greet: (hello: ToolboxHello) => void; heard: () => void; calls: PendingCalls; tunnels: Tunnels },
): Promise<void> => {
  let isGreeted = false;
  for await (const { head, body } of readFrames(output)) {
    const message = ToolboxMessage.parse(head);
    to.heard();
    if (message.type === 'pong') continue;
    if (message.type !== 'hello') {
      if (!isGreeted) throw new Error('the toolbox spoke before its hello');
      if (isTunnelMessage(message)) to.tunnels.receive(message, body);
      else to.calls.receive(message, body);
      continue;
    }
    if (isGreeted || message.nonce !== to.nonce) throw new Error('the toolbox answered another hello');
    if (message.protocol !== protocolVersion) throw new Error(`the toolbox speaks protocol ${message.protocol}`);
    isGreeted = true;
    to.greet({ version: message.version, kind: message.kind, features: message.features, missing: message.missing });
  }
};
