import {
  chunkBytes,
  type HostMessage,
  Op,
  type OpName,
  type OpOf,
  type OpResult,
  results,
  type ToolboxMessage,
  windowBytes,
} from '#contract/toolbox/protocol.ts';
import { ToolboxError } from '#contract/toolbox/toolbox.ts';
import { createWindow, type Window } from '#contract/toolbox/window.ts';

/** Where the bytes of one call go as they come. May throw: the call is then cancelled and rejects with that. */
export type OnBytes = (message: Extract<ToolboxMessage, { type: 'output' | 'data' }>, bytes: Uint8Array) => void;
export interface Started<N extends OpName> {
  readonly result: Promise<OpResult<N>>;
  /** Asks the toolbox to stop it; the result still comes from the toolbox. */
  cancel(): void;
  /** Ends it here and now, for a toolbox that does not answer. */
  abandon(error: ToolboxError): void;
}
/** The calls in flight on one pipe. */
export interface PendingCalls {
  start<N extends OpName>(call: OpOf<N>, upload: Uint8Array, onBytes: OnBytes): Started<N>;
  receive(message: Extract<ToolboxMessage, { type: 'output' | 'data' | 'ack' | 'result' | 'error' }>, body: Uint8Array): void;
  /** The pipe is gone: rejects every call, and all later ones, with 'gone'. */
  end(): void;
}

interface Entry {
  readonly op: OpName;
  readonly window: Window;
  readonly onBytes: OnBytes;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

export const createPendingCalls = (send: (head: HostMessage, body?: Uint8Array) => void): PendingCalls => {
  const entries = new Map<number, Entry>();
  let lastId = 0;
  let isGone = false;

  const settle = (id: number, end: (entry: Entry) => void): void => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    entry.window.release();
    end(entry);
  };
  const deliver = (message: Extract<ToolboxMessage, { type: 'output' | 'data' }>, body: Uint8Array): void => {
    try {
      entries.get(message.id)?.onBytes(message, body);
    } catch (error) {
      send({ type: 'cancel', id: message.id });
      settle(message.id, (entry) => entry.reject(error));
    }
    send({ type: 'ack', id: message.id, bytes: body.length });
  };
  const upload = async (id: number, data: Uint8Array, window: Window): Promise<void> => {
    for (let at = 0; at < data.length; at += chunkBytes) {
      const part = data.subarray(at, at + chunkBytes);
      await window.take(part.length);
      if (!entries.has(id)) return;
      send({ type: 'data', id }, part);
    }
  };

  return {
    start: <N extends OpName>(call: OpOf<N>, data: Uint8Array, onBytes: OnBytes): Started<N> => {
      const id = ++lastId;
      const window = createWindow(windowBytes);
      const result = new Promise<OpResult<N>>((resolve, reject) => {
        // The toolbox ends the pipe over what it cannot parse: an agent's odd argument must not get there.
        const fault = isGone ? new ToolboxError('gone', 'the sandbox is gone') : faultOf(call);
        if (fault !== null) reject(fault);
        else entries.set(id, { op: call.op, window, onBytes, resolve, reject });
      });
      if (entries.has(id)) {
        send({ type: 'call', id, call: call as Op });
        void upload(id, data, window);
      }
      return {
        result,
        cancel: () => {
          if (entries.has(id)) send({ type: 'cancel', id });
        },
        abandon: (error) => settle(id, (entry) => entry.reject(error)),
      };
    },
    receive: (message, body) => {
      switch (message.type) {
        case 'output':
        case 'data':
          return deliver(message, body);
        case 'ack':
          return entries.get(message.id)?.window.ack(message.bytes);
        case 'error':
          return settle(message.id, (entry) => entry.reject(new ToolboxError(message.code, message.message)));
        case 'result':
          return settle(message.id, (entry) => {
            const parsed = results[entry.op].safeParse(message.value);
            if (parsed.success) entry.resolve(parsed.data as never);
            else entry.reject(new ToolboxError('io', 'the toolbox answered with something else'));
          });
      }
    },
    end: () => {
      isGone = true;
      for (const id of [...entries.keys()]) settle(id, (entry) => entry.reject(new ToolboxError('gone', 'the sandbox is gone')));
    },
  };
};

const faultOf = (call: unknown): ToolboxError | null => {
  const issue = Op.safeParse(call).error?.issues[0];
  return issue === undefined ? null : new ToolboxError('bad-request', `${issue.path.join('.')}: ${issue.message}`);
};
