import type { IncomingMessage } from 'node:http';
import type { FetchInit, FetchResult } from '#plugin-api';
import type { OwnAddress } from './addresses.ts';
import { bodyOf } from './body.ts';
import { EgressError } from './egress-error.ts';
import { ask } from './request.ts';
import { checkedAddresses, isTrusted, parseTarget, type Resolve, type Target } from './target.ts';

export interface EgressDeps {
  /** Hosts (`name` or `name:port`, see `trustedHostOf`) that the owner typed into settings; these alone may be private. */
  readonly trustedHosts: () => readonly string[];
  /** Public hosts that may be reached, from the plugin's manifest; `*` = every one, which is also the default. */
  readonly allowedHosts?: readonly string[];
  readonly resolve?: Resolve;
  readonly own?: () => readonly OwnAddress[];
  /** Each attempt, allowed or not: `answered <status>`, `aborted` or the code of the error. */
  readonly note: (row: { host: string; port: number; address: string | null; outcome: string }) => void;
  /** What stands for a secret in a header becomes the secret, when the request leaves for its host; null refuses the request. */
  readonly redeem?: (header: string, url: URL) => string | null;
  /** Whether a redirect to another host may be followed; left out, all may. */
  readonly mayFollow?: (url: string) => boolean;
  readonly signal: AbortSignal;
  readonly timing?: Partial<EgressTiming>;
}
export interface EgressTiming {
  /** From the question to the end of the answer's head, name look-up included. */
  readonly headMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}
const defaultTiming: EgressTiming = { headMs: 20_000, idleMs: 20_000, totalMs: 120_000 };
const headMsMax = 300_000;
const redirectsMax = 5;
const defaultMaxBytes = 5_000_000;
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * The only outgoing socket of tools. The name is resolved here, every address is checked, and the socket is made to an
 * address that was checked; a redirect is a new request with the same checks. Rejects with EgressError or the signal's reason.
 */
export const egressFetch = async (deps: EgressDeps, url: string, init: FetchInit, signal: AbortSignal): Promise<FetchResult> => {
  const timing = { ...defaultTiming, ...deps.timing, ...(init.headMs === undefined ? {} : { headMs: Math.min(init.headMs, headMsMax) }) };
  const both = AbortSignal.any([signal, deps.signal]);
  let target = parseTarget(url);
  let trusted = !init.publicOnly && isTrusted(target, deps.trustedHosts());
  let what = { method: init.method ?? ('GET' as const), headers: init.headers ?? {}, body: init.body };
  if (what.method !== 'GET' && what.method !== 'POST') throw new Error(`the method ${String(what.method)} is not offered`);
  for (let hop = 0; ; hop++) {
    const response = await attempt(deps, target, trusted, what, timing, both);
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (!redirects.has(status) || !location) {
      const limits = { ...timing, maxBytes: init.maxBytes ?? defaultMaxBytes };
      return { status, url: target.url.href, headers: flat(response), body: bodyOf(response, limits, both) };
    }
    response.on('error', () => undefined).destroy();
    if (hop >= redirectsMax) throw new EgressError('too-many-redirects', `${target.host} redirects more than ${redirectsMax} times`);
    const next = redirected(target, location);
    if (next.host !== target.host && deps.mayFollow?.(next.url.href) === false) {
      deps.note({ host: next.host, port: next.port, address: null, outcome: 'redirect-not-allowed' });
      throw new EgressError('redirect-not-allowed', `${target.host} redirects to ${next.host}, where this may not go`);
    }
    what = carriedOver(what, status, target.url, next.url);
    // Trust is for what the owner typed: a public server cannot lead into it.
    trusted = trusted && isTrusted(next, deps.trustedHosts());
    target = next;
  }
};

const redirected = (from: Target, location: string): Target => {
  const url = URL.parse(location, from.url.href);
  if (!url) throw new EgressError('bad-redirect', `${from.host} redirects to something that is not an address`);
  return parseTarget(url.href);
};

type What = { method: 'GET' | 'POST'; headers: Readonly<Record<string, string>>; body: FetchInit['body'] };
// What was meant for one origin (keys, a body) is not handed to another; https -> http counts as another.
const carriedOver = (what: What, status: number, from: URL, to: URL): What => {
  const becomesGet = status === 303 || ((status === 301 || status === 302) && what.method === 'POST');
  const method = becomesGet ? 'GET' : what.method;
  const body = becomesGet ? undefined : what.body;
  if (from.origin === to.origin) return { method, headers: what.headers, body };
  if (body !== undefined) throw new EgressError('bad-redirect', `${from.hostname} wants the data to be sent to another host`);
  return { method, headers: {}, body };
};

const attempt = async (
  deps: EgressDeps,
  target: Target,
  trusted: boolean,
  what: What,
  timing: EgressTiming,
  signal: AbortSignal,
): Promise<IncomingMessage> => {
  let address: string | null = null;
  const note = (outcome: string): void => deps.note({ host: target.host, port: target.port, address, outcome });
  try {
    const checks = { trusted, allowed: deps.allowedHosts ?? ['*'], resolve: deps.resolve, own: deps.own };
    const started = performance.now();
    const addresses = await inTime(
      checkedAddresses(target, checks, (bad) => {
        address = bad;
      }),
      timing.headMs,
      signal,
      () => new EgressError('timeout', `${target.host} could not be looked up within ${timing.headMs / 1000} s`),
    );
    address = addresses[0] ?? null;
    const filled = { ...what, headers: redeemed(deps, target, what.headers) };
    const response = await ask(target, addresses, filled, Math.max(1, Math.round(timing.headMs - (performance.now() - started))), signal);
    address = response.socket.remoteAddress ?? address;
    note(`answered ${response.statusCode}`);
    return response;
  } catch (error) {
    note(error instanceof EgressError ? error.code : 'aborted');
    throw error;
  }
};

// Last of all, so that nothing before the socket has seen it.
const redeemed = ({ redeem }: EgressDeps, { url, host }: Target, headers: What['headers']): What['headers'] => {
  if (!redeem) return headers;
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const filled = redeem(value, url);
      if (filled === null) throw new EgressError('secret-not-for-host', `a secret is not for ${host}`);
      return [name, filled];
    }),
  );
};

// A name look-up cannot be stopped; its outcome is then left to itself.
const inTime = async <T>(work: Promise<T>, ms: number, signal: AbortSignal, late: () => Error): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), ms);
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
};

const flat = (response: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
