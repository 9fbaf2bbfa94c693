import { encodeFrame, readFrames } from '#contract/toolbox/frames.ts';
import { protocolVersion, ToolboxMessage } from '#contract/toolbox/protocol.ts';
import { type Toolbox, ToolboxError, type ToolboxHello } from '#contract/toolbox/toolbox.ts';
import { createByteQueue } from './byte-queue.ts';
import { createPendingCalls, type PendingCalls } from './pending-calls.ts';
import { createToolbox } from './toolbox-calls.ts';

export interface ClientOptions {
  /** Attaches to the pipe: bytes in, bytes out. */
  readonly open: (input: AsyncIterable<Uint8Array>, signal: AbortSignal) => AsyncIterable<Uint8Array>;
  readonly nonce: string;
  readonly helloMs: number;
  /** How long a call may take to end after it was cancelled or its time was up. */
  readonly stuckMs: number;
  /** A call did not end in that time: the sandbox must be restarted. */
  readonly onStuck: () => void;
}
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
  const calls = createPendingCalls((head, body) => input.push(encodeFrame(head, body)));
  let greet: (hello: ToolboxHello) => void = () => {};
  const greeted = new Promise<ToolboxHello>((resolve) => (greet = resolve));
  const ended = pump(options.open(input, pipe.signal), { nonce: options.nonce, greet, calls }).then(
    () => null,
    (error: unknown) => error,
  );
  void ended.then(() => {
    input.end();
    pipe.abort();
    calls.end();
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
    return { toolbox: createToolbox(hello, calls, options), ended, close: () => input.end() };
  } catch (error) {
    input.end();
    pipe.abort();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
};

const pump = async (
  output: AsyncIterable<Uint8Array>,
  to: { nonce: string; greet: (hello: ToolboxHello) => void; calls: PendingCalls },
): Promise<void> => {
  let isGreeted = false;
  for await (const { head, body } of readFrames(output)) {
    const message = ToolboxMessage.parse(head);
    if (message.type !== 'hello') {
      if (!isGreeted) throw new Error('the toolbox spoke before its hello');
      to.calls.receive(message, body);
      continue;
    }
    if (isGreeted || message.nonce !== to.nonce) throw new Error('the toolbox answered another hello');
    if (message.protocol !== protocolVersion) throw new Error(`the toolbox speaks protocol ${message.protocol}`);
    isGreeted = true;
    to.greet({ version: message.version, kind: message.kind, features: message.features, missing: message.missing });
  }
};
