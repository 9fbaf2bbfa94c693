import { AsyncLocalStorage } from 'node:async_hooks';
import type { WASocket } from '@whiskeysockets/baileys';

const sending = new AsyncLocalStorage<AbortSignal>();

/**
 * Does what sends something; once the signal is aborted, nothing of it is encrypted any more (see `stopUnwanted`) and nobody waits
 * for it. Rejects with the signal's reason then.
 */
export const sendWhileWanted = <T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> =>
  unlessAborted(sending.run(signal, send), signal);

/**
 * The library asks the network for devices and keys before it writes a message, and knows no signal. Encryption is the last step
 * before the socket with no question in between.
 */
export const stopUnwanted = ({ signalRepository }: Pick<WASocket, 'signalRepository'>): void => {
  const { encryptMessage, encryptGroupMessage } = signalRepository;
  signalRepository.encryptMessage = (o) => {
    sending.getStore()?.throwIfAborted();
    return encryptMessage(o);
  };
  signalRepository.encryptGroupMessage = (o) => {
    sending.getStore()?.throwIfAborted();
    return encryptGroupMessage(o);
  };
};

/** The work goes on; only nobody waits for it any more. */
export const unlessAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
