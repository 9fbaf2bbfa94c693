import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { FetchInit, FetchResult } from '#plugin-api';
import { isPublicAddress } from './addresses.ts';

/** Why a request was not made or broke. Codes are kebab-case. */
export class EgressError extends Error {
  readonly code: 'bad-url' | 'not-public' | 'port-closed' | 'dns' | 'too-many-redirects' | 'too-large' | 'unreachable' | 'timeout';
  constructor(code: EgressError['code'], message: string) {
    super(message);
    this.name = 'EgressError';
    this.code = code;
  }
}

export interface EgressDeps {
  /** Hosts (name or name:port) that the owner typed into settings; these alone may be private. */
  readonly trustedHosts: () => readonly string[];
  readonly resolve?: (host: string) => Promise<string[]>;
  /** Each attempt, allowed or not. */
  readonly note: (row: { host: string; port: number; address: string | null; outcome: string }) => void;
  readonly signal: AbortSignal;
}

const redirectsMax = 5;
const defaultMaxBytes = 5_000_000;
const headTimeoutMs = 20_000;
const openPorts = new Set([80, 443, 8080, 8443]);

/**
 * The only outgoing socket of tools. The name is resolved here, every address is checked, and the socket is made to the
 * very address that was checked; a redirect is a new request with the same checks.
 */
export const egressFetch = async (deps: EgressDeps, url: string, init: FetchInit, signal: AbortSignal): Promise<FetchResult> => {
  let current = parse(url);
  let method = init.method ?? 'GET';
  let body = init.body;
  for (let hop = 0; ; hop++) {
    const response = await once(deps, current, { ...init, method, ...(body === undefined ? {} : { body }) }, AbortSignal.any([signal, deps.signal]));
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (status >= 300 && status < 400 && location) {
      response.destroy();
      if (hop >= redirectsMax) throw new EgressError('too-many-redirects', `${url} was redirected more than ${redirectsMax} times`);
      const next = parse(new URL(location, current).href);
      // What was meant for one host is not handed to another.
      if (next.host !== current.host) init = { ...init, headers: {} };
      if (status === 303 || ((status === 301 || status === 302) && method === 'POST')) {
        method = 'GET';
        body = undefined;
      }
      current = next;
      continue;
    }
    return { status, url: current.href, headers: flat(response), body: capped(decoded(response), init.maxBytes ?? defaultMaxBytes) };
  }
};

const parse = (url: string): URL => {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new EgressError('bad-url', `"${url.slice(0, 200)}" is not an address`);
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') throw new EgressError('bad-url', `only http and https addresses can be fetched, not ${parsed.protocol}`);
  if (parsed.username || parsed.password) throw new EgressError('bad-url', 'an address with a user name in it is not fetched');
  return parsed;
};

const once = async (deps: EgressDeps, url: URL, init: FetchInit, signal: AbortSignal): Promise<IncomingMessage> => {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const trusted = deps.trustedHosts().some((t) => t === host || t === `${host}:${port}`);
  const deny = (code: EgressError['code'], text: string, address: string | null = null): EgressError => {
    deps.note({ host, port, address, outcome: code });
    return new EgressError(code, text);
  };
  if (!trusted && !openPorts.has(port)) throw deny('port-closed', `port ${port} is not open for fetches`);
  const addresses = isIP(host) ? [host] : await resolve(deps, host).catch(() => []);
  if (addresses.length === 0) throw deny('dns', `${host} could not be found`);
  // One bad address closes the name: a rebinding server mixes them.
  const bad = trusted ? undefined : addresses.find((a) => !isPublicAddress(a));
  if (bad) throw deny('not-public', `${host} is ${bad}, which is not on the public internet`, bad);
  const address = addresses[0] as string;
  deps.note({ host, port, address, outcome: 'connected' });

  return new Promise((resolveResponse, reject) => {
    const make = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = make(url, {
      method: init.method ?? 'GET',
      headers: { 'user-agent': 'Pynchy/0.1', accept: '*/*', 'accept-encoding': 'gzip, deflate, br', ...init.headers },
      // Pinned: whatever DNS says a moment later, the socket goes to the address that was checked.
      lookup: (_host, options, callback) => (options.all ? callback(null, [{ address, family: isIP(address) }]) : callback(null, address, isIP(address))),
      agent: false,
      signal,
      timeout: headTimeoutMs,
    });
    request.on('response', resolveResponse);
    request.on('timeout', () => request.destroy(new EgressError('timeout', `${host} did not answer within ${headTimeoutMs / 1000} s`)));
    request.on('error', (error) => reject(signal.aborted ? signal.reason : error instanceof EgressError ? error : new EgressError('unreachable', `${host} could not be reached: ${error.message}`)));
    request.end(init.body);
  });
};

const resolve = async (deps: EgressDeps, host: string): Promise<string[]> => (deps.resolve ? deps.resolve(host) : (await systemLookup(host, { all: true, verbatim: false })).map((a) => a.address));

const flat = (response: IncomingMessage): Record<string, string> => Object.fromEntries(Object.entries(response.headers).map(([k, v]) => [k, Array.isArray(v) ? v.join(', ') : (v ?? '')]));

const decoded = (response: IncomingMessage): Readable => {
  const encoding = response.headers['content-encoding'];
  const decoder = encoding === 'gzip' ? createGunzip() : encoding === 'deflate' ? createInflate() : encoding === 'br' ? createBrotliDecompress() : null;
  if (!decoder) return response;
  response.on('error', (error) => decoder.destroy(error));
  return response.pipe(decoder);
};

// Counted after decompression, so that a small bomb is stopped like a large file.
async function* capped(source: Readable, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new EgressError('too-large', `the answer is larger than ${maxBytes} bytes`);
      yield chunk;
    }
  } finally {
    source.destroy();
  }
}
