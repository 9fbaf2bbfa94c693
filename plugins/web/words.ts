import { STATUS_CODES } from 'node:http';
import { fail, type Result } from '#plugin-api';
import { oneLine } from './visible.ts';

/** A host's name as it may stand in a sentence; never more of an address, which somebody else may have written. */
export const hostIn = (url: string): string => oneLine(URL.parse(url)?.host || 'this address', 100);

const sentences: Readonly<Record<string, (host: string) => string>> = {
  'bad-url': () => 'This is not an address that can be fetched: it must begin with http:// or https:// and have no user name in it.',
  'not-public': (host) =>
    `${host} is not on the public internet, so it was not fetched. Addresses of this computer and its network are closed to agents.`,
  'not-allowed': (host) => `The web plugin may not reach ${host}.`,
  'port-closed': (host) => `${host} was not fetched: only the ports 80, 443, 8080 and 8443 are open.`,
  dns: (host) => `${host} could not be found. The name may be misspelt, or this computer may be offline.`,
  'bad-redirect': (host) => `${host} answered with a redirect that cannot be followed.`,
  'redirect-not-allowed': (host) =>
    `${host} redirects to another host, where this may not go without asking or at all, so nothing was fetched from there. If you know that address, fetch it itself: that is decided anew.`,
  'too-many-redirects': (host) => `${host} redirects in a circle.`,
  'too-large': (host) => `The answer of ${host} is too large.`,
  'bad-encoding': (host) => `The answer of ${host} is damaged.`,
  unreachable: (host) => `${host} could not be reached, or cut the connection.`,
  'secret-not-for-host': (host) => `A secret of this workspace may not go to ${host}, so nothing was fetched.`,
  timeout: (host) => `${host} did not answer in time.`,
};

/** What a rejected fetch means, as an outcome in words. What it does not know is a bug and thrown on. */
export const fetchFailure = (error: unknown, url: string, signal: AbortSignal): Result<never> => {
  if (signal.aborted)
    return signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
      ? outcome('timeout', url)
      : fail('cancelled', 'It was stopped.');
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && Object.hasOwn(sentences, code)) return outcome(code, url);
  throw error;
};
const outcome = (code: string, url: string): Result<never> => fail(code, sentences[code]?.(hostIn(url)) ?? code);

/** "404 (Not Found)", from our own table, never the server's words. */
export const statusText = (status: number): string => (STATUS_CODES[status] ? `${status} (${STATUS_CODES[status]})` : String(status));
