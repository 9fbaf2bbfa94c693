import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A request as the host sent it: what the bare client sends again. */
export interface SentRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}
export interface Model {
  readonly url: string;
  /** The newest `count` model calls, oldest first. */
  last(count: number): Promise<SentRequest[]>;
  close(): Promise<void>;
}

/** Starts the simulated model server beside us. */
export const startModel = async (): Promise<Model> => {
  const child = fork(fileURLToPath(new URL('./model-process.ts', import.meta.url)), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { url } = await reply<{ url: string }>(child);
  return {
    url,
    async last(count) {
      const replied = reply<{ requests: SentRequest[] }>(child);
      child.send({ last: count });
      return (await replied).requests;
    },
    async close() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
};

const reply = async <T>(child: ChildProcess): Promise<T> => {
  const [message] = (await once(child, 'message')) as [T];
  return message;
};
