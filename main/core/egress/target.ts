import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isNearby, isPublicAddress, type OwnAddress, ownAddresses } from './addresses.ts';
import { EgressError } from './egress-error.ts';

/** An address that was parsed and may be asked for by name; nothing was resolved yet. */
export interface Target {
  readonly url: URL;
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

const urlCharsMax = 8_000;
const openPorts = new Set([80, 443, 8080, 8443]);

/** Rejects what is not a plain http(s) address. Throws EgressError. */
export const parseTarget = (text: string): Target => {
  if (text.length > urlCharsMax) throw new EgressError('bad-url', `an address of more than ${urlCharsMax} characters is not fetched`);
  const url = URL.parse(text);
  if (!url) throw new EgressError('bad-url', 'this is not a web address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new EgressError('bad-url', `only http and https addresses can be fetched, not ${url.protocol.slice(0, 20)}`);
  if (url.username || url.password) throw new EgressError('bad-url', 'an address with a user name in it is not fetched');
  return { url, host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) };
};

/** What an owner typed into a setting ("http://nas:8888/x"), as an entry of `trustedHosts`; null when it is no web address. */
export const trustedHostOf = (typed: string): string | null => {
  const url = URL.parse(typed.trim());
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || !url.hostname) return null;
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
};

/** An entry is `name` (its usual ports only) or `name:port` (that port only); IPv6 in brackets. */
export const isTrusted = ({ url, port }: Target, trustedHosts: readonly string[]): boolean =>
  trustedHosts.some((entry) => {
    const wanted = entry.toLowerCase();
    return wanted === `${url.hostname}:${port}` || (wanted === url.hostname && openPorts.has(port));
  });

/** `*` allows every public host, `*.example.org` its subdomains, anything else one name. */
export const isAllowed = (host: string, allowed: readonly string[]): boolean =>
  allowed.some(
    (entry) => entry === '*' || entry.toLowerCase() === host || (entry.startsWith('*.') && host.endsWith(entry.slice(1).toLowerCase())),
  );

export type Resolve = (host: string) => Promise<string[]>;
const systemResolve: Resolve = async (host) => (await lookup(host, { all: true, verbatim: false })).map((found) => found.address);

export interface Checks {
  readonly trusted: boolean;
  readonly allowed: readonly string[];
  readonly resolve?: Resolve | undefined;
  readonly own?: (() => readonly OwnAddress[]) | undefined;
}

/** The addresses that may be connected to, all of them checked. Throws EgressError; `refused` is told the address at fault. */
export const checkedAddresses = async ({ host, port }: Target, checks: Checks, refused: (address: string) => void): Promise<string[]> => {
  if (!checks.trusted && !isAllowed(host, checks.allowed))
    throw new EgressError('not-allowed', `${host} is not among the hosts this plugin may reach`);
  if (!checks.trusted && !openPorts.has(port)) throw new EgressError('port-closed', `port ${port} is not open for fetches`);
  const addresses = isIP(host) ? [host] : await resolved(host, checks.resolve ?? systemResolve);
  if (checks.trusted) return addresses;
  const own = (checks.own ?? ownAddresses)();
  // One bad address closes the name: a rebinding server mixes them.
  const bad = addresses.find((address) => !isPublicAddress(address) || isNearby(address, own));
  if (bad !== undefined) {
    refused(bad);
    throw new EgressError('not-public', `${host} is not on the public internet`);
  }
  return addresses;
};

const resolved = async (host: string, resolve: Resolve): Promise<string[]> => {
  let addresses: string[];
  try {
    addresses = await resolve(host);
  } catch (cause) {
    throw new EgressError('dns', `${host} could not be found`, { cause });
  }
  if (addresses.length === 0 || addresses.some((address) => isIP(address) === 0))
    throw new EgressError('dns', `${host} could not be found`);
  return addresses;
};
