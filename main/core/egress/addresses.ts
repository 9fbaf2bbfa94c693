import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Everything that is not the public internet: this machine, private networks, link-local, metadata, multicast, reserved. */
const closed = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Looks public, but is a cloud's metadata service as seen from inside it.
  ['168.63.129.16', 32],
] as const)
  closed.addSubnet(net, bits, 'ipv4');
// Of IPv6 only 2000::/3 is global; inside it, what maps or tunnels IPv4 and what is for protocols or documentation is closed too.
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed.addSubnet(net, bits, 'ipv6');
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');

/** Whether an address literal is on the public internet, as far as its number says. False for anything that is no address. */
export const isPublicAddress = (address: string): boolean => {
  const version = isIP(address);
  if (version === 4) return !closed.check(address, 'ipv4');
  // A zone ("%eth0") exists on local links only.
  if (version === 6) return !address.includes('%') && globalV6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
  return false;
};

/** One address of this machine, as `os.networkInterfaces` lists it. */
export interface OwnAddress {
  readonly address: string;
  readonly family: string;
  readonly cidr: string | null;
}
export const ownAddresses = (): OwnAddress[] => Object.values(networkInterfaces()).flatMap((list) => list ?? []);

/**
 * Whether it is this machine or, for IPv6, a neighbour on its link: with IPv6 the devices of a home have public numbers, and
 * a server reaches its own public address without passing its firewall.
 */
export const isNearby = (address: string, own: readonly OwnAddress[]): boolean => {
  const list = new BlockList();
  for (const { address: mine, family, cidr } of own) {
    const plain = mine.split('%')[0] ?? '';
    const type = family === 'IPv6' ? 'ipv6' : 'ipv4';
    if (isIP(plain) === 0) continue;
    list.addAddress(plain, type);
    const bits = Number(cidr?.split('/')[1] ?? 128);
    if (type === 'ipv6' && bits >= 48 && bits < 128) list.addSubnet(plain, bits, 'ipv6');
  }
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
};
