import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { EgressError } from './egress-error.ts';
import type { Target } from './target.ts';

export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

// What decides where a request goes, how long it is and how it is packed is ours.
const ours = /^(host|connection|content-length|transfer-encoding|accept-encoding|upgrade|te|trailer|expect|keep-alive|proxy-.*)$/;

/** One request on a socket of its own to one of the checked addresses; resolves with the answer's head. Rejects with EgressError. */
export const ask = (
  target: Target,
  addresses: readonly string[],
  what: Ask,
  headMs: number,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { url, host } = target;
    const headers: Record<string, string> = { 'user-agent': 'Pynchy/0.1', accept: '*/*' };
    for (const [name, value] of Object.entries(what.headers)) if (!ours.test(name.toLowerCase())) headers[name.toLowerCase()] = value;
    headers['accept-encoding'] = 'gzip, deflate, br';

    const known = addresses.map((address) => ({ address, family: isIP(address) }));
    const first = known[0];
    if (!first) throw new Error('no address was checked');
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: what.method,
      headers,
      // Pinned: whatever DNS says a moment later, the socket goes to an address that was checked.
      lookup: (_host, options, callback) => (options.all ? callback(null, known) : callback(null, first.address, first.family)),
      agent: false,
      rejectUnauthorized: true,
      signal,
    });
    // The whole head has to come in time; a byte now and then does not buy more.
    const timer = setTimeout(() => request.destroy(new EgressError('timeout', `${host} did not answer within ${headMs / 1000} s`)), headMs);
    const finish = (error: unknown): void => {
      clearTimeout(timer);
      if (signal.aborted) reject(signal.reason);
      else if (error instanceof EgressError) reject(error);
      else reject(new EgressError('unreachable', `${host} could not be reached (${codeOf(error)})`, { cause: error }));
    };
    request.on('socket', (socket) =>
      socket.once('connect', () => {
        const there = socket.remoteAddress ?? '';
        if (!addresses.some((address) => sameAddress(address, there)))
          request.destroy(new EgressError('not-public', `${host} led to an address that was not checked`));
      }),
    );
    request.on('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    // A switch of protocols is not an answer.
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      finish(new Error('upgrade'));
    });
    request.on('error', finish);
    request.on('close', () => finish(new Error('closed')));
    request.end(what.body);
  });

const codeOf = (error: unknown): string =>
  (error as { code?: string }).code ?? (error instanceof Error ? error.message.slice(0, 100) : 'unknown');

const sameAddress = (a: string, b: string): boolean => canonical(a) === canonical(b);
const canonical = (address: string): string => (isIP(address) === 6 ? new URL(`http://[${address.split('%')[0]}]`).hostname : address);
