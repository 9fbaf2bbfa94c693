import { encodeFrame, readFrames } from '../contract/toolbox/frames.ts';
import { HostMessage, type Op, protocolVersion } from '../contract/toolbox/protocol.ts';
import { createCall, type RunningCall } from './call.ts';
import { toToolboxError } from './files/fault.ts';
import { isTunnelMessage, type Tunnels } from './network/tunnels.ts';
import type { Operations } from './operations.ts';

/** Bumped with every change an agent could notice. */
const toolboxVersion = '1';

/** What cancelled calls get to end. */
const obeyMs = 3_000;

/** Speaks the protocol until the pipe's input ends; resolves when its calls have ended (or would not). Throws when the host sends what no host would. */
export const serve = async (
  pipe: { input: AsyncIterable<Uint8Array>; write: (bytes: Uint8Array) => void },
  operations: Operations,
  tunnels: Tunnels | null = null,
): Promise<void> => {
  const calls = new Map<number, RunningCall>();
  const ends = new Set<Promise<unknown>>();
  const begin = (id: number, op: Op): void => {
    if (calls.has(id)) throw new Error('a call id was used twice');
    const call = createCall(id, 'upload' in op ? op.upload : 0, pipe.write);
    calls.set(id, call);
    const ended = operations
      .run(op, call)
      .then((value) => pipe.write(encodeFrame({ type: 'result', id, value })))
      .catch((error: unknown) => {
        const { code, message } = toToolboxError(error, 'path' in op ? op.path : '');
        pipe.write(encodeFrame({ type: 'error', id, code, message }));
      })
      .finally(() => {
        calls.delete(id);
        ends.delete(ended);
      });
    ends.add(ended);
  };
  try {
    for await (const { head, body } of readFrames(pipe.input)) {
      const message = HostMessage.parse(head);
      // A late ack, cancel or data frame for a call that has ended meanwhile is normal.
      if (message.type === 'hello') {
        const hello = { ...(await operations.hello()), protocol: protocolVersion, nonce: message.nonce, version: toolboxVersion };
        pipe.write(encodeFrame({ type: 'hello', ...hello }));
      } else if (message.type === 'call') begin(message.id, message.call);
      else if (isTunnelMessage(message)) tunnels?.receive(message, body);
      else if (message.type === 'ping') pipe.write(encodeFrame({ type: 'pong', id: message.id }));
      else if (message.type === 'data') calls.get(message.id)?.upload(body);
      else if (message.type === 'ack') calls.get(message.id)?.ack(message.bytes);
      else calls.get(message.id)?.cancel();
    }
  } finally {
    tunnels?.close();
    for (const call of calls.values()) call.cancel();
    await within(Promise.all(ends), obeyMs);
  }
};

const within = async (work: Promise<unknown>, ms: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
};
